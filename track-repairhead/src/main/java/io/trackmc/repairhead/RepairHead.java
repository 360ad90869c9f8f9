package io.trackmc.repairhead;

import java.util.concurrent.CompletableFuture;

/** A running repair head: repairs for its region and reports for its subtree until it is closed. Any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class RepairHead implements AutoCloseable {

    private RepairHead() {}

    /**
     * Opens sockets and looks for a parent.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public static RepairHead open(RepairHeadContext context) {
        throw new UnsupportedOperationException(String.valueOf(context.conclude() != null));
    }

    /** What it is doing now; waits for the driver, which takes microseconds. After the end: what it was doing last. */
    public RepairHeadStatus status() {
        throw new UnsupportedOperationException();
    }

    /** Completes when it is closed; fails with the error that ended it. */
    public CompletableFuture<Void> ended() {
        throw new UnsupportedOperationException();
    }

    /** Closes the sockets and waits for the driver's end. Children notice by its silence and go to their backups. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
