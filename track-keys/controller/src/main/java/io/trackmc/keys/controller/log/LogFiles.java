package io.trackmc.keys.controller.log;

import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads logs that another program may be writing. */
public final class LogFiles {

    private LogFiles() {}

    /** Takes each entry with its line. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * Takes one.
         *
         * @param record the entry
         * @param line its line without line feed
         * @return false to stop
         */
        boolean visit(LogRecord record, byte[] line);
    }

    /**
     * Reads and checks all whole lines. Half a line at the end is passed over: whoever writes the log may be about to finish it.
     *
     * @return where the log is after the last entry visited
     * @throws DamagedLogException when it is not what was written; names the entry
     */
    public static LogChain read(Path file, Visitor visitor) {
        LogChain chain = new LogChain(file.toString());
        try (InputStream in = Files.newInputStream(file)) {
            LineReader lines = new LineReader(in);
            boolean more = true;
            while (more && lines.next() && lines.isComplete()) {
                byte[] line = lines.line();
                more = visitor.visit(chain.accept(line, line.length), line);
            }
            return chain;
        } catch (IOException e) {
            throw new LogException(file + ": cannot be read: " + SecureFiles.reason(e), e);
        }
    }

    /**
     * That the log as it is begins with its first {@code oldSize} entries as they were then.
     *
     * @param newSize entries that it counts; the log may have more
     */
    public static ConsistencyProof consistency(Path file, long oldSize, long newSize) {
        ConsistencyProof.Builder proof = new ConsistencyProof.Builder(oldSize, newSize);
        LogChain chain = read(file, (record, line) -> {
            proof.addLine(line, line.length);
            return record.number() < newSize;
        });
        if (chain.size() < newSize) {
            throw new LogException(file + ": has " + chain.size() + " entries, wanted: " + newSize);
        }
        return proof.build();
    }
}
