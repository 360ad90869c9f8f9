package io.trackmc.net;

import io.netty.channel.ManualIoEventLoop;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The event loop of one node, and its thread: turn by turn it lets the node work, then waits for sockets, a wake-up, or the
 * time that the node named.
 *
 * <p>Netty's manual loop is used because waiting with a plain time-out neither schedules nor cancels a task for every change
 * of an engine's deadline, and so allocates nothing. With epoll the time-out is precise to the kernel's timer.
 *
 * <p>A wake-up is never lost: {@link #wake} raises a flag before it interrupts the wait, the loop lowers the flag before
 * the node looks at its queues, and the wait does not begin while the flag is up ({@link #canBlock}).
 */
final class NodeLoop extends ManualIoEventLoop {

    /** Answer of a turn: wait until something happens. */
    static final long WAIT_FOREVER = 0;

    /** Answer of a turn: look at the sockets, but do not wait. */
    static final long DO_NOT_WAIT = -1;

    /** What the node does between two waits. */
    @FunctionalInterface
    interface Turn {
        /** Returns {@link #WAIT_FOREVER}, {@link #DO_NOT_WAIT}, or how long to wait in nanoseconds. */
        long run();
    }

    private final WakeFlag wake = new WakeFlag();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final long shortestWaitNs;
    private Turn turn = () -> WAIT_FOREVER;
    private boolean stopping;

    private NodeLoop(ChannelKind kind) {
        super(null, null, kind.ioHandlers());
        this.shortestWaitNs = kind.shortestWaitNs();
    }

    /** Makes a loop and starts its thread. */
    static NodeLoop start(String threadName, ChannelKind kind) {
        NodeLoop loop = new NodeLoop(kind);
        Thread thread = new FastThreadLocalThread(loop::runUntilStopped, threadName);
        loop.setOwningThread(thread);
        thread.start();
        return loop;
    }

    /** Sets what is done between waits. On the loop's thread. */
    void turn(Turn newTurn) {
        this.turn = newTurn;
    }

    /** Makes the current turn the last. On the loop's thread. */
    void stop() {
        this.stopping = true;
    }

    /** Completes when the thread is about to end and everything is closed; exceptionally when a turn threw. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    /**
     * Makes another turn happen that begins after this call. Any thread; allocates nothing; many calls cost one wake-up.
     */
    void wake() {
        if (wake.raise()) {
            wakeup();
        }
    }

    @Override
    protected boolean canBlock() {
        return !wake.isRaised();
    }

    private void runUntilStopped() {
        try {
            try {
                runTurns();
            } finally {
                closeEverything();
            }
            ended.complete(null);
        } catch (Throwable e) {
            ended.completeExceptionally(e);
        }
    }

    private void runTurns() {
        while (!stopping) {
            runTurn();
        }
    }

    /** A method of its own: a loop that hardly ever ends stays interpreted for long, and all that stands in it. */
    private void runTurn() {
        wake.lower();
        long waitNs = turn.run();
        if (!stopping) {
            run(waitNs > 0 ? Math.max(waitNs, shortestWaitNs) : waitNs, 0);
        }
    }

    /** Closes channels and descriptors; a manual loop does it in its last runs. */
    private void closeEverything() {
        var _ = shutdownGracefully(0, 0, TimeUnit.NANOSECONDS);
        while (!isTerminated()) {
            runNow();
        }
    }
}
