package io.trackmc.net.authority;

import io.trackmc.net.Threads;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Tells something at once when there is news, and again when there has been none for long. News that come while it tells are told after that: what is told
 * may be older than they are, and whoever tells may wait for other things meanwhile, so that a mere wake-up of the thread would be lost. A thread of its own.
 */
final class ProgressTeller implements Closeable {

    private final Semaphore news = new Semaphore(0);
    private final Duration again;
    private final Runnable tell;
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Tells nothing before {@link #start}.
     *
     * @param again longest time without telling
     * @param tell on this object's thread; throws nothing
     */
    ProgressTeller(String name, Duration again, Runnable tell) {
        this.again = again;
        this.tell = tell;
        this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this::run);
    }

    /** Begins, and tells. */
    void start() {
        thread.start();
    }

    /** There is something to tell. Any thread; does not wait. */
    void news() {
        news.release();
    }

    /** Ends soon, without waiting for that. */
    void stop() {
        closed = true;
        news();
    }

    @Override
    public void close() {
        stop();
        Threads.join(thread);
    }

    private void run() {
        try {
            while (!closed) {
                tell.run();
                news.tryAcquire(again.toNanos(), TimeUnit.NANOSECONDS);
                news.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
