package io.trackmc.repairhead;

import io.trackmc.net.node.ProcessSignals;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that a program ends, and the exit code that goes with it; waited for by whoever runs the program. The first wish may be
 * one to end gently; whatever comes after it ends the program at once.
 *
 * <p>The JVM's own reaction to SIGTERM is exit code 143; a daemon that ends as it was told to ends with 0. Where signals cannot be had, a
 * shutdown hook does the same and the exit code stays the JVM's.
 */
final class StopSignal {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile int exitCode = RepairHeadMain.DONE;
    private volatile boolean requested;
    private volatile boolean urgent;
    private Runnable listener = () -> {};

    /** Of signals to this process. */
    static StopSignal ofProcess() {
        StopSignal stop = new StopSignal();
        boolean handled = ProcessSignals.on("TERM", () -> stop.requestGently())
                && ProcessSignals.on("INT", () -> stop.request(RepairHeadMain.INTERRUPTED));
        if (!handled) {
            Runtime.getRuntime().addShutdownHook(new Thread(stop::requestAndWait, "track-shutdown"));
        }
        return stop;
    }

    /** Asks the program to end well, in its own time, with the code for that; asked again, at once. Any thread. */
    synchronized void requestGently() {
        urgent |= requested;
        requested = true;
        listener.run();
    }

    /** Asks the program to end at once. Any thread; the code of the first wish counts. */
    synchronized void request(int code) {
        if (!requested) {
            exitCode = code;
        }
        requested = true;
        urgent = true;
        listener.run();
    }

    /** Whether it was asked to end at once. */
    boolean isUrgent() {
        return urgent;
    }

    /** Whether it was asked. */
    boolean isRequested() {
        return requested;
    }

    /** Exit code that was asked for. */
    int exitCode() {
        return exitCode;
    }

    /** Told when it is asked, at once when it was. */
    synchronized void onRequest(Runnable action) {
        listener = action;
        if (requested) {
            action.run();
        }
    }

    /** The program has tidied up. */
    void done() {
        done.countDown();
    }

    private void requestAndWait() {
        request(RepairHeadMain.DONE);
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("track repair-head: did not stop in " + PATIENCE_SECONDS + " s and was ended");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
