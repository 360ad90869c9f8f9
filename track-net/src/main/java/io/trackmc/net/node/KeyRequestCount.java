package io.trackmc.net.node;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How often a node has asked authorities for keys, both of them, counted where it asks: in all, and since it runs. A listener for
 * {@link NodeContext#keyRequestListener}. Any thread.
 */
public final class KeyRequestCount implements Runnable {

    private final AtomicLong all = new AtomicLong();
    private final AtomicLong whileRunning = new AtomicLong();
    private volatile boolean running;

    /** One more question. */
    @Override
    public void run() {
        all.incrementAndGet();
        if (running) {
            whileRunning.incrementAndGet();
        }
    }

    /** The node has its keys and is open. */
    public void nodeRuns() {
        running = true;
    }

    /** All questions. */
    public long all() {
        return all.get();
    }

    /** Those of the running node, which a node with keys in advance need not ask. */
    public long whileRunning() {
        return whileRunning.get();
    }
}
