package io.trackmc.net.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** What becomes of a node's receipts. Any thread. */
public final class ReceiptCounters {

    private final AtomicLong written = new AtomicLong();
    private final AtomicLong failed = new AtomicLong();

    /** Counts one that is on the disk. */
    public void written() {
        written.incrementAndGet();
    }

    /** Counts an attempt to write one that failed; it is tried again. */
    public void failed() {
        failed.incrementAndGet();
    }

    /** Receipts on the disk. */
    public long countWritten() {
        return written.get();
    }

    /** Attempts to write one that failed. */
    public long countFailed() {
        return failed.get();
    }
}
