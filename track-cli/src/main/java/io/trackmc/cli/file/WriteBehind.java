package io.trackmc.cli.file;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Has a growing file forced to the disk in steps, on a thread of its own, so that little is left to wait for at its end.
 *
 * <p>What a step failed with is told at the end: the kernel tells each failure once, and forcing the file again would succeed. For one thread.
 */
final class WriteBehind {

    /** Bytes after which the next step begins, unless the one before still runs. */
    static final long STEP_BYTES = 16 << 20;

    /** Forces what was written so far. */
    @FunctionalInterface
    interface Force {
        void run() throws IOException;
    }

    private final Force force;
    private long bytes;
    private @Nullable Thread step;
    private volatile @Nullable IOException failure;

    WriteBehind(Force force) {
        this.force = force;
    }

    /** More was written. */
    void wrote(int length) {
        bytes += length;
        if (bytes >= STEP_BYTES && (step == null || !step.isAlive())) {
            bytes = 0;
            step = Thread.ofPlatform().name("track-write-behind").daemon().start(this::runStep);
        }
    }

    /**
     * Waits for a step that runs, and forces the rest.
     *
     * @throws IOException when that failed, or a step before
     */
    void finish() throws IOException {
        Thread running = step;
        if (running != null) {
            join(running);
        }
        IOException before = failure;
        if (before != null) {
            throw before;
        }
        force.run();
    }

    private void runStep() {
        try {
            force.run();
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new IOException(e);
        }
    }

    /** A step ends by itself; an interruption is for whoever waits next. */
    private static void join(Thread running) {
        boolean interrupted = false;
        while (running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
