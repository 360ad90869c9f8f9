package io.trackmc.keys.controller.log;

import io.trackmc.keys.transport.key.Sha256;

/**
 * Where a log is: how many lines, the hash of the last, and the Merkle tree over all. Lines are checked against it, or made for it, and
 * lead it on. Not thread-safe.
 */
public final class LogChain {

    private final String file;
    private final Merkle hashes = new Merkle();
    private final MerkleFrontier tree;
    private byte[] last = new byte[Sha256.LENGTH];

    /**
     * Before the first line.
     *
     * @param file for messages
     */
    public LogChain(String file) {
        this(file, new MerkleFrontier());
    }

    private LogChain(String file, MerkleFrontier tree) {
        this.file = file;
        this.tree = tree;
    }

    /** As it is now, to go on from by itself. */
    LogChain copy() {
        LogChain copy = new LogChain(file, tree.copy());
        copy.last = last;
        return copy;
    }

    /** Lines so far. */
    public long size() {
        return tree.size();
    }

    /** Merkle root over all lines so far, RFC 6962. */
    public byte[] root() {
        return tree.root();
    }

    /** Merkle root over all lines but the last, which there must be: what a {@code head} there has signed. */
    public byte[] rootBeforeLast() {
        return tree.rootBeforeLast();
    }

    /**
     * Checks the next line.
     *
     * @throws DamagedLogException when it is not the next line of this log
     */
    public LogRecord accept(byte[] line, int length) {
        long number = size() + 1;
        try {
            LogRecord record = LogLine.read(line, length, number, last);
            take(line, length);
            return record;
        } catch (IllegalArgumentException e) {
            throw new DamagedLogException(file, number, String.valueOf(e.getMessage()));
        }
    }

    /**
     * Checks the next line, of which everything is known that it says by itself.
     *
     * @throws DamagedLogException when it is not the next line of this log
     */
    public LogRecord accept(HashedLine line) {
        long number = size() + 1;
        try {
            LogRecord record = line.parsed().at(number, last);
            last = line.plain();
            tree.add(line.leaf());
            return record;
        } catch (IllegalArgumentException e) {
            throw new DamagedLogException(file, number, String.valueOf(e.getMessage()));
        }
    }

    /** Makes the next line, without its line feed. */
    byte[] next(long at, LogEntry entry) {
        byte[] line = LogLine.write(size() + 1, at, last, entry);
        take(line, line.length);
        return line;
    }

    private void take(byte[] line, int length) {
        last = hashes.plain(line, length);
        tree.addLine(line, length);
    }
}
