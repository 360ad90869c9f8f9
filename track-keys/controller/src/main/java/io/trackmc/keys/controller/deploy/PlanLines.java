package io.trackmc.keys.controller.deploy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The lines of a plan that anybody may have written: neither a line nor all of them may be of any length. Not thread-safe. */
final class PlanLines {

    /** Longest line: a name, two hashes, and as many parents as anybody has. */
    static final int MAX_LINE = 16_384;

    /** Longest file: as many nodes as a group may have, with a kilobyte each. */
    static final long MAX_CHARACTERS = 512L << 20;

    private final Path file;
    private final BufferedReader in;
    private final StringBuilder line = new StringBuilder();
    private long number;
    private long characters;

    /** Of a file; the reader stays its opener's. */
    PlanLines(Path file, BufferedReader in) {
        this.file = file;
        this.in = in;
    }

    /** Number of the line read last, from 1. */
    long number() {
        return number;
    }

    /**
     * The next line without its end; null when there is none.
     *
     * @throws KeyFileException when it is longer than allowed, or all together are
     */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        number++;
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() == MAX_LINE) {
                throw new KeyFileException(
                        file + ":" + number + ": found a longer line, allowed: " + MAX_LINE + " characters");
            }
            line.append((char) next);
        }
        characters += line.length() + 1;
        if (characters > MAX_CHARACTERS) {
            throw new KeyFileException(file + ": found more, allowed: " + MAX_CHARACTERS + " characters");
        }
        return line.toString();
    }
}
