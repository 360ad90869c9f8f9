package io.trackmc.cli.task;

import io.trackmc.net.node.ProcessSignals;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a command well on SIGINT, SIGTERM or SIGHUP: interrupts its thread, which tidies up, says its last line and exits with its own
 * code. When it does not within some seconds, or is told a second time, the process ends at once.
 *
 * <p>Where signals cannot be had, a shutdown hook does the same; the exit code is the JVM's then.
 */
public final class ShutdownGate {

    private static final long PATIENCE_SECONDS = 10;
    private static final String INTERRUPT = "INT";
    private static final List<String> SIGNALS = List.of(INTERRUPT, "TERM", "HUP");

    private static volatile boolean interrupted; // signals are the process's, not a gate's

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread worker;
    private boolean told;

    private ShutdownGate(Thread worker) {
        this.worker = worker;
    }

    /** Guards the calling thread. */
    public static ShutdownGate guardCaller() {
        ShutdownGate gate = new ShutdownGate(Thread.currentThread());
        boolean handled = SIGNALS.stream().map(name -> ProcessSignals.on(name, () -> gate.onSignal(name)))
                .allMatch(on -> on);
        if (!handled) {
            Runtime.getRuntime().addShutdownHook(new Thread(gate::onShutdown, "track-shutdown"));
        }
        return gate;
    }

    /**
     * Whether SIGINT is what has told this process to end, and no other signal before it: for a command that SIGTERM ends well. False where signals
     * cannot be had. Any thread.
     */
    public static boolean wasInterrupted() {
        return interrupted;
    }

    /** The command is through; ends the process unless it is ending already. */
    public void exit(int code) {
        finished.countDown();
        System.exit(code);
    }

    private synchronized void onSignal(String name) {
        if (told) {
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
        told = true;
        interrupted = name.equals(INTERRUPT);
        Thread.ofPlatform().name("track-shutdown").daemon().start(() -> {
            onShutdown();
            if (finished.getCount() > 0) {
                Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
            }
        });
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
