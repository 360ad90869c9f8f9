package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a plan that anybody may have written: neither a line nor all of them may be of any length. Not thread-safe. */
final class PlanLines {

    /** Longest line: a name, two hashes, and as many parents as anybody has. */
    static final int MAX_LINE = 16_384;

    /** Longest file: as many nodes as a group may have, with a kilobyte each. */
    static final long MAX_BYTES = 512L << 20;

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    private int at;
    private int end;
    private long number;
    private long bytes;

    /** Of a file; the stream stays its opener's. */
    PlanLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /** Number of the line read last, from 1. */
    long number() {
        return number;
    }

    /** File and number of the line read last, for messages. */
    String place() {
        return file + ":" + number;
    }

    /**
     * The next line without its end; null when there is none.
     *
     * @throws KeyFileException when it is longer than allowed, or all together are
     */
    byte @Nullable [] next() throws IOException {
        number++;
        line.reset();
        boolean any = false;
        while (fill()) {
            any = true;
            int from = at;
            while (at < end && buffer[at] != '\n') {
                at++;
            }
            if (line.size() + at - from > MAX_LINE) {
                throw new KeyFileException(place() + ": found a longer line, allowed: " + MAX_LINE + " bytes");
            }
            line.write(buffer, from, at - from);
            if (at < end) {
                at++;
                break;
            }
        }
        bytes += line.size() + 1;
        if (bytes > MAX_BYTES) {
            throw new KeyFileException(file + ": found more, allowed: " + MAX_BYTES + " bytes");
        }
        return any ? line.toByteArray() : null;
    }

    private boolean fill() throws IOException {
        if (at == end) {
            at = 0;
            end = Math.max(0, in.read(buffer, 0, buffer.length));
        }
        return at < end;
    }
}
