package io.trackmc.cli.task;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command well on SIGINT or SIGTERM: interrupts its thread and holds the process until it has tidied up and said its last
 * line, or a few seconds have passed. The JVM then exits with 130 or 143 by itself.
 */
public final class ShutdownGate {

    private static final long PATIENCE_SECONDS = 10;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread worker;

    private ShutdownGate(Thread worker) {
        this.worker = worker;
    }

    /** Guards the calling thread. */
    public static ShutdownGate guardCaller() {
        ShutdownGate gate = new ShutdownGate(Thread.currentThread());
        Runtime.getRuntime().addShutdownHook(new Thread(gate::onShutdown, "track-shutdown"));
        return gate;
    }

    /** The command is through; ends the process unless it is ending already. */
    public void exit(int code) {
        finished.countDown();
        System.exit(code);
    }

    private void onShutdown() {
        if (finished.getCount() == 0) {
            return;
        }
        worker.interrupt();
        try {
            boolean tidy = finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!tidy) {
                System.err.println("track: the command did not stop in " + PATIENCE_SECONDS + " s and was ended");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
