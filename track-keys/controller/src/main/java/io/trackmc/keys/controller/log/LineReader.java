package io.trackmc.keys.controller.log;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads lines of bytes that end with a line feed, up to a bounded length. Not thread-safe. */
public final class LineReader {

    private static final int CHUNK = 64 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[2 * CHUNK];
    private long base;
    private int lineStart;
    private int lineEnd;
    private int position;
    private int limit;
    private boolean complete;

    /** Over a stream, which is not closed by this. */
    public LineReader(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line. What follows the last line feed, and what is longer than any line of a log, counts as a line that is not
     * {@link #isComplete complete}; nothing is read behind it.
     *
     * @return false at the end
     */
    public boolean next() throws IOException {
        lineStart = position;
        complete = false;
        do {
            complete = findEnd();
        } while (!complete && limit - lineStart <= LogLine.MAX_LENGTH && fill());
        lineEnd = complete ? position - 1 : position;
        return complete || lineEnd > lineStart;
    }

    /** Copy of the line without its line feed. */
    public byte[] line() {
        return Arrays.copyOfRange(buffer, lineStart, lineEnd);
    }

    /** Whether a line feed ended it. */
    public boolean isComplete() {
        return complete;
    }

    /** Where the line begins in the stream. */
    public long offset() {
        return base + lineStart;
    }

    private boolean findEnd() {
        while (position < limit) {
            if (buffer[position++] == '\n') {
                return true;
            }
        }
        return false;
    }

    private boolean fill() throws IOException {
        if (limit + CHUNK > buffer.length) {
            System.arraycopy(buffer, lineStart, buffer, 0, limit - lineStart);
            base += lineStart;
            position -= lineStart;
            limit -= lineStart;
            lineStart = 0;
        }
        if (limit + CHUNK > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * buffer.length);
        }
        int read = in.read(buffer, limit, CHUNK);
        limit += Math.max(0, read);
        return read > 0;
    }
}
