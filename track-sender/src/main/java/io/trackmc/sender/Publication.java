package io.trackmc.sender;

import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.Node;
import io.trackmc.net.node.NodeClosedException;
import io.trackmc.net.node.Parking;
import io.trackmc.proto.fragment.MessageLimits;
import io.trackmc.proto.sender.SenderConfig;
import io.trackmc.proto.sender.SenderEngine;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One session of a sender: the application offers messages, everybody in the tree gets all of them in order.
 *
 * <pre>
 *   FORMING --begin--> OPEN --finish, abort, close or an error--> OVER
 * </pre>
 *
 * <p>{@link #offer} and {@link #publish} are for one application thread; everything else may be called by any thread. A sender that is
 * opened again, in this process or another, is a new session for everybody.
 *
 * <p>Messages go through a {@link MessageRing} to the driver's thread: they are copied once there and once into packets, and nothing is
 * allocated for one of them.
 */
public final class Publication implements AutoCloseable {

    /** {@link #offer} took nothing: there is no room now. */
    public static final long BACK_PRESSURED = -1;

    /** {@link #offer} took nothing: {@link #begin} was not called yet. */
    public static final long NOT_ACTIVE = -2;

    /** {@link #offer} took nothing: the session was finished, aborted or closed, or an error ended it. */
    public static final long CLOSED = -3;

    private enum State {
        FORMING,
        OPEN,
        OVER
    }

    private final SenderSetup setup;
    private final MessageRing ring;
    private final Parking room = new Parking();
    private final Node<SenderEngine, SenderSide> node;
    private final BooleanSupplier hasRoom = this::hasRoom;
    private volatile State state = State.FORMING;

    // Of the application's thread; others read them roughly, for reports.
    private volatile long messages;
    private volatile long bytes;
    private int wantedLength;

    private Publication(SenderSetup setup) {
        this.setup = setup;
        this.ring = new MessageRing(setup.ringBytes());
        ContentKeys content = new ContentKeys(setup.content());
        this.node = Node.open(
                setup.node(),
                (keys, port) -> new SenderEngine(keys,
                        new AesGcmContentSealer(content, keys.nodeId(), keys.incarnation()), new SenderConfig(port),
                        setup.node().config().protocol()),
                engine -> new SenderSide(engine, setup.node(), ring, room, this::wakeDriver));
    }

    /**
     * Opens sockets and lets children bind.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public static Publication open(SenderContext context) {
        Publication publication = new Publication(context.setup());
        var _ = publication.node.ended().whenComplete((nothing, error) -> publication.onEnded(error));
        publication.node.start(publication.node.engine()::start);
        return publication;
    }

    /** Completes when {@code count} receivers are in the tree at one time; fails when the publication ends before. */
    public CompletableFuture<Void> receiversBound(int count) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        node.execute(nowNs -> node.side().awaitReceivers(count, future));
        var _ = node.ended().whenComplete((nothing, error) -> BoundReceivers.fail(future, orClosed(error)));
        return future;
    }

    /** Begins the session: messages are taken from now on. */
    public synchronized void begin() {
        if (state == State.FORMING && node.execute(nowNs -> node.engine().begin())) {
            state = State.OPEN;
        }
    }

    /** Offers a whole array. */
    public long offer(byte[] message) {
        return offer(message, 0, message.length);
    }

    /**
     * Hands over one message without waiting; the bytes are copied, all of them or none.
     *
     * @param length 0 to {@link MessageLimits#MAX_MESSAGE_BYTES}
     * @return number of the message, from 1, or {@link #BACK_PRESSURED}, {@link #NOT_ACTIVE} or {@link #CLOSED}
     */
    public long offer(byte[] message, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, message.length);
        if (length > MessageLimits.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message of " + length + " bytes, allowed: at most "
                    + MessageLimits.MAX_MESSAGE_BYTES);
        }
        State now = state;
        if (now != State.OPEN) {
            return now == State.FORMING ? NOT_ACTIVE : CLOSED;
        }
        if (!ring.offer(0, 0, message, offset, length)) {
            return BACK_PRESSURED;
        }
        node.wake();
        return count(length);
    }

    /** Publishes a whole array. */
    public long publish(byte[] message) throws InterruptedException {
        return publish(message, 0, message.length);
    }

    /**
     * Hands over one message and waits for room, parked, when there is none.
     *
     * @return number of the message, from 1, or {@link #NOT_ACTIVE} or {@link #CLOSED}
     */
    public long publish(byte[] message, int offset, int length) throws InterruptedException {
        long result = offer(message, offset, length);
        while (result == BACK_PRESSURED) {
            wantedLength = length;
            room.await(hasRoom);
            result = offer(message, offset, length);
        }
        return result;
    }

    /**
     * Ends the session: what was accepted is still sent. Completes when every receiver that was there when the session began, or
     * is now, has confirmed everything, or has left or was given up and has not come back within some seconds. Fails when
     * the publication is aborted, closed, or ended by an error before. May be called again. Not to be called while another thread
     * is in {@link #offer} or {@link #publish}.
     */
    public CompletableFuture<Confirmation> finish() {
        if (end()) {
            node.side().finish();
        }
        return node.side().confirmation();
    }

    /** Ends the session without a promise: receivers see an aborted session. The publication is still to be closed. */
    public void abort() {
        end();
        node.execute(node.side()::abort);
    }

    /** Receivers of the group, whether they are there or not; more cannot be bound. */
    public int receiversInGroup() {
        return (int) setup.node().bundle().roster().stream().filter(m -> m.role() == NodeRole.RECEIVER).count();
    }

    /** What it is doing now; waits for the driver, which takes microseconds. */
    public SenderStatus status() {
        return node.ask(() -> node.side().status(messages, bytes));
    }

    /**
     * Stops at once and closes the sockets; aborts the session unless everybody has confirmed it. {@link #finish} first where
     * receivers shall get everything. Not for the driver's thread.
     */
    @Override
    public void close() {
        abort();
        node.close().handle((nothing, error) -> null).join();
    }

    /** By the application's thread alone, so an increment in steps is enough. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private long count(int length) {
        bytes += length;
        return ++messages;
    }

    private synchronized boolean end() {
        boolean first = state != State.OVER;
        state = State.OVER;
        room.wake();
        return first;
    }

    /** More than the message needs, unless the ring is empty, so that the two threads do not take turns for each message. */
    private boolean hasRoom() {
        return state != State.OPEN || (ring.hasRoomFor(wantedLength) && ring.isHalfFree());
    }

    private void wakeDriver() {
        node.wake();
    }

    private void onEnded(@Nullable Throwable error) {
        end();
        node.side().fail(orClosed(error));
        if (setup.ownsContent()) {
            setup.content().destroy();
        }
    }

    private static Throwable orClosed(@Nullable Throwable error) {
        return error == null ? new NodeClosedException("the publication was closed") : error;
    }
}
