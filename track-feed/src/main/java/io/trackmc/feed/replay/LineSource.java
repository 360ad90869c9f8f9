package io.trackmc.feed.replay;

import io.trackmc.feed.mold.MoldWriter;
import java.io.IOException;
import java.io.InputStream;

/** Lines of a text, without what ends them; a line that the end of the text ends is one too. A carriage return stays. */
public final class LineSource implements MessageSource {

    private static final int CHUNK_BYTES = 1 << 17;

    private final InputStream in;
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private int from;
    private int to;
    private int offset;
    private int length;
    private long line;

    /** Closing it closes the stream. */
    public LineSource(InputStream in) {
        this.in = in;
    }

    @Override
    public boolean next() throws IOException {
        int end = newline(from);
        while (end < 0) {
            if (to - from > MoldWriter.MAX_MESSAGE_BYTES) {
                throw new IOException("line " + (line + 1) + " is longer than " + MoldWriter.MAX_MESSAGE_BYTES
                        + " bytes");
            }
            int searched = to - from;
            if (!more()) {
                return last();
            }
            end = newline(from + searched);
        }
        take(end);
        from = end + 1;
        return true;
    }

    private boolean last() throws IOException {
        if (from == to) {
            return false;
        }
        take(to);
        from = to;
        return true;
    }

    private void take(int end) throws IOException {
        line++;
        offset = from;
        length = end - from;
        if (length > MoldWriter.MAX_MESSAGE_BYTES) {
            throw new IOException("line " + line + " is longer than " + MoldWriter.MAX_MESSAGE_BYTES + " bytes");
        }
    }

    private boolean more() throws IOException {
        System.arraycopy(chunk, from, chunk, 0, to - from);
        to -= from;
        from = 0;
        int read = in.read(chunk, to, chunk.length - to);
        to += Math.max(read, 0);
        return read > 0;
    }

    private int newline(int at) {
        for (int i = at; i < to; i++) {
            if (chunk[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    @Override
    public byte[] bytes() {
        return chunk;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    /** Lines have no time. */
    @Override
    public long recordedNs() {
        return 0;
    }

    @Override
    public boolean isNextHere() {
        return newline(from) >= 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
