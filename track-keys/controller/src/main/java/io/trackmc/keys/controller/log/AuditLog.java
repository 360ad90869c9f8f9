package io.trackmc.keys.controller.log;

import io.trackmc.keys.transport.file.SecureFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * The log of an authority: its store and its audit trail in one. It can only grow.
 *
 * <p>{@link #append} returns when the entries are on the disk; only then may anything be told to anybody. Opening it reads the whole
 * chain. Half a line at the end is what a crash leaves of entries that were never acknowledged: it is cut off. Any other damage is
 * refused, because there is no telling what was lost.
 *
 * <p>After a write or force that failed nobody knows what is on the disk, so the log takes nothing more until it is opened again. What
 * was being written may then be there or not; it says too much rather than too little.
 *
 * <p>Memory does not grow with the log. Not thread-safe: an authority appends from one thread, and many entries at once cost one force.
 */
public final class AuditLog implements AutoCloseable {

    private final String name;
    private final LogStorage storage;
    private final InstantSource clock;
    private LogChain chain;
    private boolean failed;

    private AuditLog(String name, LogStorage storage, InstantSource clock) {
        this.name = name;
        this.storage = storage;
        this.clock = clock;
        chain = new LogChain(name);
    }

    /**
     * Opens a log, or begins one when the file is not there.
     *
     * @param notices told in one line when half an entry was cut off
     * @param history takes every entry that is there, from the first
     * @throws LogInUseException when it is open already, here or in another program
     * @throws DamagedLogException when it is not what was written; names the entry
     */
    public static AuditLog open(
            Path file, InstantSource clock, Consumer<String> notices, Consumer<LogRecord> history) {
        return open(file.toString(), FileStorage.open(file), clock, notices, history);
    }

    static AuditLog open(String name, LogStorage storage, InstantSource clock, Consumer<String> notices,
            Consumer<LogRecord> history) {
        AuditLog log = new AuditLog(name, storage, clock);
        try {
            log.readAll(notices, history);
            return log;
        } catch (IOException e) {
            log.close();
            throw new LogException(name + ": cannot be read: " + SecureFiles.reason(e), e);
        } catch (RuntimeException e) {
            log.close();
            throw e;
        }
    }

    /** Entries so far. */
    public long size() {
        return chain.size();
    }

    /** Merkle root over the lines so far, RFC 6962. */
    public byte[] root() {
        return chain.root();
    }

    /**
     * Adds an entry and returns when it is on the disk.
     *
     * @throws LogException when that cannot be done; the log then takes nothing more
     */
    public void append(LogEntry entry) {
        append(List.of(entry));
    }

    /**
     * Adds entries and returns when all are on the disk, which takes one force for all.
     *
     * @throws LogException when that cannot be done; the log then takes nothing more
     * @throws IllegalArgumentException when an entry is too long for a line; then none of them is written, and the log is as before
     */
    public void append(List<LogEntry> entries) {
        if (failed) {
            throw new LogException(name + ": takes nothing more since a write failed; open it again");
        }
        LogChain longer = chain.copy();
        byte[] lines = lines(longer, entries);
        failed = true;
        try {
            storage.append(ByteBuffer.wrap(lines));
            storage.force();
            chain = longer;
        } catch (IOException e) {
            throw new LogException(name + ": cannot be written: " + SecureFiles.reason(e), e);
        }
        failed = false;
    }

    /** Lets another program open it. */
    @Override
    public void close() {
        failed = true;
        try {
            storage.close();
        } catch (IOException e) {
            throw new LogException(name + ": cannot be closed: " + SecureFiles.reason(e), e);
        }
    }

    private byte[] lines(LogChain chain, List<LogEntry> entries) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        long now = clock.millis();
        for (LogEntry entry : entries) {
            lines.writeBytes(chain.next(now, entry));
            lines.write('\n');
        }
        return lines.toByteArray();
    }

    private void readAll(Consumer<String> notices, Consumer<LogRecord> history) throws IOException {
        try (InputStream in = storage.read()) {
            LineReader lines = new LineReader(in);
            while (lines.next()) {
                byte[] line = lines.line();
                if (lines.isComplete()) {
                    history.accept(chain.accept(line, line.length));
                } else {
                    refuseUnlessTorn(line);
                    storage.truncate(lines.offset());
                    notices.accept(name + ": half an entry of " + line.length + " bytes after entry " + chain.size()
                            + ", as a crash leaves it, was cut off; it had been acknowledged to nobody");
                }
            }
        }
    }

    /** An altered line feed, or a line longer than any, is not what a crash leaves. */
    private void refuseUnlessTorn(byte[] tail) {
        boolean alteredLineFeed = tail.length > 0
                && LogLine.isWhole(Arrays.copyOf(tail, tail.length - 1), tail.length - 1);
        if (alteredLineFeed || tail.length > LogLine.MAX_LENGTH) {
            throw new DamagedLogException(name, chain.size() + 1, "allowed: a line feed at the end of the line");
        }
    }
}
