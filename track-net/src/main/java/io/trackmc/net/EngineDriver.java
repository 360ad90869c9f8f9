package io.trackmc.net;

import io.trackmc.proto.engine.Engine;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jctools.queues.varhandle.MpscVarHandleArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * Runs one engine over the sockets of one node, on the node's event-loop thread and its clock ({@link System#nanoTime}).
 *
 * <p>Each turn: received datagrams go to the engine; then waiting {@linkplain #execute executions} and
 * {@linkplain CommandSource commands}; the engine's time-out when it is due; its datagrams until it has no more, or the socket
 * takes no more; its events; {@link AfterTurn}. Then the thread waits for the sockets, for {@link #wake}, or for the
 * engine's next deadline; it never polls.
 *
 * <p>When the engine throws, or anything else that a turn calls, the engine is not driven any more: the sockets are closed, the
 * {@link ErrorHandler} is told, the thread ends and {@link #ended} fails.
 *
 * <p>What Netty allocates for each datagram: received, a packet, a slice, and for each super-packet a source address; sent, a
 * packet and a slice for each super-packet. The driver itself allocates nothing in steady state.
 *
 * <p>Life cycle: {@code NEW -> start -> RUNNING -> close or error -> ENDED}. Methods may be called by any thread.
 */
public final class EngineDriver {

    /** Executions that may wait; more are refused. */
    public static final int MAX_WAITING_EXECUTIONS = 1024;

    private enum State {
        NEW,
        RUNNING,
        CLOSING
    }

    private final NodeSockets sockets;
    private final NodeLoop loop;
    private final ErrorHandler errors;
    private final Queue<Runnable> executions = new MpscVarHandleArrayQueue<>(MAX_WAITING_EXECUTIONS);
    private final DriverTurn turn;
    private final AtomicReference<State> state = new AtomicReference<>(State.NEW);
    private final CompletableFuture<Void> ended;

    /** A driver that has not started. It owns {@code sockets} from now on and closes them when it ends. */
    public EngineDriver(Engine engine, NodeSockets sockets, DriverOptions options) {
        this.sockets = sockets;
        this.loop = sockets.loop();
        this.errors = options.errors();
        this.turn = new DriverTurn(options, engine, sockets, executions);
        this.ended = loop.ended().whenComplete((nothing, error) -> afterTheEnd(error));
    }

    /**
     * Begins to drive the engine. What has arrived since the sockets were opened is taken in first.
     *
     * @throws IllegalStateException when it was started or closed before
     */
    public void start() {
        if (!state.compareAndSet(State.NEW, State.RUNNING)) {
            throw new IllegalStateException("a driver starts once");
        }
        loop.execute(() -> {
            turn.begin();
            loop.turn(turn);
        });
    }

    /**
     * Makes a turn happen that begins after this call: commands put into a queue before are seen. Cheap, allocates nothing,
     * and many calls before that turn count as one.
     */
    public void wake() {
        loop.wake();
    }

    /**
     * Runs {@code command} on the driver's thread, where it may use the engine. Those accepted before {@link #close} is called
     * are run; one that races with it may not be.
     *
     * @throws RejectedExecutionException when {@link #MAX_WAITING_EXECUTIONS} wait, or the driver is closed
     */
    public void execute(Runnable command) {
        if (state.get() == State.CLOSING || ended.isDone()) {
            throw new RejectedExecutionException("the driver is closed");
        }
        if (!executions.offer(command)) {
            throw new RejectedExecutionException("too many executions wait (" + MAX_WAITING_EXECUTIONS + ")");
        }
        loop.wake();
    }

    /** Whether the caller is on the driver's thread. */
    public boolean isDriverThread() {
        return loop.inEventLoop();
    }

    /**
     * Stops reading, sends what the engine has to send and the socket takes within a second, closes the sockets and ends the
     * thread. Does not wait; may be called again, also after an error and without a start.
     *
     * @return {@link #ended}
     */
    public CompletableFuture<Void> close() {
        State before = state.getAndSet(State.CLOSING);
        if (before != State.CLOSING && !ended.isDone()) {
            loop.execute(before == State.NEW ? loop::stop : turn::beginToClose);
        }
        return ended;
    }

    /**
     * For how many nanoseconds its thread should have come back to the sockets and has not: below 0 while it waits as long as it may. A thread that is
     * held up in a turn shows here.
     */
    public long lateNs(long nowNs) {
        return turn.lateNs(nowNs);
    }

    /** Completes when the sockets are closed and the thread ends; exceptionally when an error ended the driver. */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** The sockets driven. */
    public NodeSockets sockets() {
        return sockets;
    }

    private void afterTheEnd(@Nullable Throwable error) {
        state.set(State.CLOSING);
        turn.release();
        if (error != null) {
            errors.onError(error);
        }
    }
}
