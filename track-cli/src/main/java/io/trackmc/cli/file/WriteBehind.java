package io.trackmc.cli.file;

import io.trackmc.net.Threads;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Has a growing file forced to the disk in steps, on a thread of its own, so that little is left to wait for at its end.
 *
 * <p>What a step failed with is told at the end: the kernel tells each failure once, and forcing the file again would succeed. For one thread.
 */
public final class WriteBehind {

    /** Bytes after which the next step begins, unless the one before still runs. */
    static final long STEP_BYTES = 16 << 20;

    /** Forces what was written so far. */
    @FunctionalInterface
    public interface Force {
        /** On the thread of the step, or on that of {@link #finish}. */
        void run() throws IOException;
    }

    private final Force force;
    private long bytes;
    private @Nullable Thread step;
    private volatile @Nullable IOException failure;

    /** Nothing was written yet. */
    public WriteBehind(Force force) {
        this.force = force;
    }

    /** More was written. */
    public void wrote(int length) {
        bytes += length;
        if (bytes >= STEP_BYTES) {
            begin();
        }
    }

    /** Begins a step now, unless the one before still runs. */
    public void begin() {
        if (step == null || !step.isAlive()) {
            bytes = 0;
            step = Thread.ofPlatform().name("track-write-behind").daemon().start(this::runStep);
        }
    }

    /** One more step, on its thread and so whether this one is interrupted or not; returns when it is over. What it fails with nobody is told. */
    public void last() {
        join();
        begin();
        join();
    }

    /** Waits for a step that runs. */
    public void join() {
        Thread running = step;
        if (running != null) {
            Threads.join(running); // a step ends by itself; an interruption is for whoever waits next
        }
    }

    /**
     * Waits for a step that runs, and forces the rest.
     *
     * @throws IOException when that failed, or a step before
     */
    public void finish() throws IOException {
        finish(force);
    }

    /** The same, with another way to force the rest. */
    public void finish(Force end) throws IOException {
        join();
        IOException before = failure;
        if (before != null) {
            throw before;
        }
        end.run();
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
}
