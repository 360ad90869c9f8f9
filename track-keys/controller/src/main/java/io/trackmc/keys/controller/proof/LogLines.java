package io.trackmc.keys.controller.proof;

import io.trackmc.keys.controller.log.LineReader;
import io.trackmc.keys.controller.log.LogException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Some lines of a file, as often as they are wanted.
 *
 * @param file whose lines
 * @param offset where the first begins
 * @param count of lines
 */
record LogLines(Path file, long offset, long count) {

    /**
     * Gives the lines one after the other.
     *
     * @param visitor takes one without line feed; false to stop
     * @return bytes that were read, line feeds included
     * @throws ProofException when the file has not so many lines
     */
    long read(Predicate<byte[]> visitor) {
        long bytes = 0;
        try (InputStream in = Files.newInputStream(file)) {
            in.skipNBytes(Math.min(offset, Files.size(file)));
            LineReader lines = new LineReader(in);
            boolean more = true;
            for (long i = 0; more && i < count; i++) {
                if (!lines.next() || !lines.isComplete()) {
                    throw new ProofException(file + ": cut short after " + i + " of " + count + " lines");
                }
                byte[] line = lines.line();
                bytes += line.length + 1;
                more = visitor.test(line);
            }
            return bytes;
        } catch (IOException e) {
            throw new LogException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
    }

    /** The first of them. */
    byte[] first() {
        byte[][] first = new byte[1][];
        read(line -> {
            first[0] = line;
            return false;
        });
        return first[0];
    }
}
