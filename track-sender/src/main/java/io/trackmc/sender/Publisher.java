package io.trackmc.sender;

import io.trackmc.keys.payload.AeadProvider;
import io.trackmc.keys.payload.AesGcmContentSealer;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.ContentQuestion;
import io.trackmc.keys.payload.ContentRekeys;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.authority.ContentRegistration;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.Node;
import io.trackmc.net.node.NodeClosedException;
import io.trackmc.net.node.Parking;
import io.trackmc.net.node.Reregistration;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.fragment.MessageLimits;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.sender.SenderConfig;
import io.trackmc.proto.sender.SenderEngine;
import java.time.Duration;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One session of a sender: the application offers messages, everybody in the tree gets all of them in order. The session begins with
 * the first message; who wants certain receivers in it waits for {@link #receiversBound} before.
 *
 * <p>A position is the number of a message in its session, from 1. {@link #offer} returns it, or a negative code that says what stands in
 * the way; {@link PublisherListener} and {@link #stablePosition} tell up to which position everybody has everything. See
 * {@code docs/api.md}.
 *
 * <p>{@link #offer}, {@link #tryClaim}, a {@link MessageClaim} and what {@link #blocking()} and {@link #flow} return are for one application
 * thread; everything else may be called by any thread. A sender that is opened again, in this process or another, is a new session for
 * everybody.
 *
 * <p>Messages go through a {@link MessageRing} to the driver's thread: they are written once there and copied once into packets, and
 * nothing is allocated for one of them.
 */
public final class Publisher implements AutoCloseable {

    /** Nothing was taken: there is no room now. The receivers take no more, or the driver has not caught up. Try again later. */
    public static final long BACK_PRESSURED = -1;

    /** Nothing was taken: there is no room now, because of a limit of rate: configured, or found by congestion control. Try again later. */
    public static final long RATE_LIMITED = -2;

    /** Nothing was taken: no receiver is in the tree now. Try again when one is. */
    public static final long NOT_CONNECTED = -3;

    /** Nothing was taken, nor will be: the content key of this run is used up. What was accepted is sent; finish, and open again. */
    public static final long KEY_EXPIRED = -4;

    /**
     * Nothing was taken, nor will be: the session was finished, aborted or closed, an error ended it, or an authority gives this node no keys any more; which of
     * these, {@link #finish} tells.
     */
    public static final long CLOSED = -5;

    private final SenderSetup setup;
    private final MessageRing ring;
    private final OfferGate gate = new OfferGate();
    private final BlockingPublisher blocking;
    private final ContentKeys content;
    private final Node<SenderEngine, SenderSide> node;
    private final Reregistration registration;

    // Of the application's thread; others read them roughly, for reports.
    private volatile long messages;
    private volatile long bytes;
    private @Nullable MessageClaim claimed;
    private volatile Feeds feeds = Feeds.none();

    // Of the driver's thread.
    private boolean refused;

    private Publisher(SenderSetup setup) {
        this.setup = setup;
        this.ring = new MessageRing(setup.ringBytes());
        this.blocking = new BlockingPublisher(this, ring, gate, Parking.FOREVER);
        this.content = new ContentKeys(setup.content());
        this.node = Node.open(
                setup.node(),
                keys -> ChangingKeys.of(
                        setup.node(), ContentRekeys.forMember(setup.node().bundle(), keys, setup.content(), content),
                        keys, content.keyRing(), setup.content().rekey() != null),
                (keys, rekeys, port) -> new SenderEngine(keys,
                        new AesGcmContentSealer(content, keys.nodeId(), keys.incarnation(), AeadProvider.chosen(),
                                setup.contentPackets()),
                        rekeys, new SenderConfig(port, setup.node().config().session()),
                        setup.node().config().protocol()),
                (engine, changing) -> new SenderSide(
                        engine, setup, changing, ring, gate, this::wakeDriver, this::progressed));
        this.registration = new Reregistration(setup.node(), node.keys(), node::execute, node.engine()::renew,
                this::refused)
                .content(this::contentKeys);
    }

    /**
     * Opens sockets and lets children bind. Where it gets its keys from authorities, waits for them.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     * @throws RegistrationException when an authority gives it no keys, or does not answer for a minute; then nothing is left open
     */
    public static Publisher open(SenderContext context) {
        Publisher publisher = new Publisher(context.setup());
        var _ = publisher.node.ended().whenComplete((nothing, error) -> publisher.onEnded(error));
        publisher.node.start(publisher.node.engine()::start);
        publisher.startFeeds();
        return publisher;
    }

    /** Name of a negative code, for people. */
    public static String nameOf(long code) {
        return switch (code < 0 && code >= CLOSED ? (int) code : 0) {
            case (int) BACK_PRESSURED -> "BACK_PRESSURED";
            case (int) RATE_LIMITED -> "RATE_LIMITED";
            case (int) NOT_CONNECTED -> "NOT_CONNECTED";
            case (int) KEY_EXPIRED -> "KEY_EXPIRED";
            case (int) CLOSED -> "CLOSED";
            default -> throw new IllegalArgumentException(code + " is no code");
        };
    }

    /** Completes when {@code count} receivers are in the tree at one time; fails when the publisher ends before. */
    public CompletableFuture<Void> receiversBound(int count) {
        CompletableFuture<Void> future = new CompletableFuture<>();
        node.execute(nowNs -> node.side().awaitReceivers(count, future));
        var _ = node.ended().whenComplete((nothing, error) -> BoundReceivers.fail(future, orClosed(error)));
        return future;
    }

    /**
     * Offers a whole array without waiting.
     *
     * @return as of {@link #offer(byte[], int, int)}
     * @throws IllegalArgumentException when the message is longer than {@link MessageLimits#MAX_MESSAGE_BYTES}
     * @throws IllegalStateException while a claim is open
     */
    public long offer(byte[] message) {
        return offer(message, 0, message.length);
    }

    /**
     * Hands over one message without waiting; the bytes are copied, all of them or none.
     *
     * @param length 0 to {@link MessageLimits#MAX_MESSAGE_BYTES}
     * @return position of the message, from 1, or a negative code: {@link #BACK_PRESSURED}, {@link #RATE_LIMITED},
     *     {@link #NOT_CONNECTED}, {@link #KEY_EXPIRED} or {@link #CLOSED}
     * @throws IndexOutOfBoundsException when the array has no such part
     * @throws IllegalArgumentException when the message is longer than {@link MessageLimits#MAX_MESSAGE_BYTES}
     * @throws IllegalStateException while a claim is open
     */
    public long offer(byte[] message, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, message.length);
        long refusal = refusal(length);
        if (refusal != OfferGate.NOTHING) {
            return refusal;
        }
        if (!ring.offer(0, 0, message, offset, length)) {
            return gate.full();
        }
        return accepted(length);
    }

    /**
     * Reserves room for one message, which the application then writes to {@link MessageClaim#buffer} itself and
     * {@linkplain MessageClaim#commit commits} or {@linkplain MessageClaim#abort aborts}, before it offers or claims anything else.
     *
     * @param length 0 to {@link MessageLimits#MAX_MESSAGE_BYTES}; exactly so many bytes are published
     * @param claim open afterwards, if a position is returned
     * @return position that the message will have, or a negative code as of {@link #offer}
     * @throws IllegalArgumentException when the length is below 0 or above {@link MessageLimits#MAX_MESSAGE_BYTES}
     * @throws IllegalStateException while a claim is open here, or this one is at another publisher
     */
    public long tryClaim(int length, MessageClaim claim) {
        long refusal = refusal(length);
        if (refusal != OfferGate.NOTHING) {
            return refusal;
        }
        if (claim.isOpen()) {
            throw new IllegalStateException("the claim is open at another publisher");
        }
        if (!ring.claim(length)) {
            return gate.full();
        }
        claimed = claim;
        claim.open(this, ring.claimedBytes(), ring.claimedOffset(), length);
        return messages + 1;
    }

    /** The same with waiting instead of codes that pass; waits without a limit. */
    public BlockingPublisher blocking() {
        return blocking;
    }

    /** The same with waiting, for each message, at most so long; zero or less: one try. */
    public BlockingPublisher blocking(Duration limit) {
        return new BlockingPublisher(this, ring, gate, limit.toNanos());
    }

    /** A subscriber that publishes what a flow gives it. To be subscribed once. */
    public FlowSink flow() {
        return new FlowSink(blocking, node.ended());
    }

    /** Every receiver stores all messages up to this position; 0 none. Costs nothing. */
    public long stablePosition() {
        return node.side().progress().stable();
    }

    /** Every receiver has confirmed all messages up to this position, as {@code session.confirm} says; 0 none. Costs nothing. */
    public long confirmedPosition() {
        return node.side().progress().confirmed();
    }

    /**
     * How many receivers have confirmed all messages up to a position, and who of the others failed and why; waits for the driver, which
     * takes microseconds. Failures are of the session, whatever the position is: a receiver that was given up may have confirmed it before.
     *
     * @param position at least 1
     * @throws IllegalArgumentException when it is less
     */
    public PositionStatus statusOf(long position) {
        if (position < 1) {
            throw new IllegalArgumentException("there is no position " + position);
        }
        return node.ask(() -> node.side().statusOf(position));
    }

    /**
     * Ends the session: what was accepted is still sent. Completes when every receiver that was there when the session began, or
     * is now, has confirmed everything, or has left or was given up and has not come back within some seconds. Fails when
     * the publisher is aborted, closed, or ended by an error before. May be called again. Not to be called while another thread
     * offers, claims or publishes.
     */
    public CompletableFuture<Confirmation> finish() {
        if (gate.close()) {
            node.side().finish();
        }
        return node.side().confirmation();
    }

    /** Ends the session without a promise: receivers see an aborted session. The publisher is still to be closed. */
    public void abort() {
        gate.close();
        node.execute(node.side()::abort);
    }

    /**
     * Takes in one part of a rekey as an authority has made it, the header before its chunks; all nodes below get it from here. It is
     * verified before anything is done with it. Waits for the driver, which takes microseconds, so that a source of many is held back.
     *
     * @param inner INNER of a header or a chunk
     * @return why it was dropped, or null when it was taken
     * @throws NodeClosedException when the publisher is closed
     */
    public @Nullable DropReason rekey(byte[] inner) {
        CompletableFuture<Optional<DropReason>> result = new CompletableFuture<>();
        boolean asked = node.execute(nowNs -> result.complete(Optional.ofNullable(node.side().rekey(inner, nowNs))));
        CompletableFuture<?> over = node.ended().handle((nothing, error) -> null);
        (asked ? CompletableFuture.anyOf(result, over) : over).join();
        if (!result.isDone()) {
            throw new NodeClosedException("the publisher was closed");
        }
        return result.join().orElse(null);
    }

    /** Receivers of the group, whether they are there or not; more cannot be bound. */
    public int receiversInGroup() {
        return (int) setup.node().bundle().roster().stream().filter(m -> m.role() == NodeRole.RECEIVER).count();
    }

    /** Where metrics and health are served; null for nowhere. */
    public @Nullable InetSocketAddress managementAddress() {
        return node.managementAddress();
    }

    /** What it is doing now; waits for the driver, which takes microseconds. After the end: what it was doing last. */
    public SenderStatus status() {
        return node.ask(() -> node.side().status(messages, bytes));
    }

    /**
     * Stops at once and closes the sockets; aborts the session unless everybody has confirmed it. {@link #finish} first where
     * receivers shall get everything. May be called again.
     *
     * @throws IllegalStateException on the driver's thread, so from a {@link PublisherListener} or an event listener: it would wait for itself
     */
    @Override
    public void close() {
        if (node.isDriverThread()) {
            throw new IllegalStateException(
                    "close() waits for the driver: call it on another thread than a listener's");
        }
        abort();
        feeds.close();
        node.close().handle((nothing, error) -> null).join();
    }

    /** By {@link MessageClaim#commit}. */
    long commit(int length) {
        claimed = null;
        if (gate.refusal() == CLOSED) {
            return CLOSED;
        }
        ring.commit(0, 0);
        return accepted(length);
    }

    /** By {@link MessageClaim#abort}. */
    void giveBack() {
        claimed = null;
    }

    private long refusal(int length) {
        if (length < 0 || length > MessageLimits.MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("message of " + length + " bytes, allowed: at most "
                    + MessageLimits.MAX_MESSAGE_BYTES);
        }
        if (claimed != null) {
            throw new IllegalStateException("a claim is open");
        }
        return gate.refusal();
    }

    /** By the application's thread alone, so an increment in steps is enough. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private long accepted(int length) {
        node.wake();
        bytes += length;
        return ++messages;
    }

    /** Lowest epoch of a layer that everybody in the tree has installed; the sender's own when nobody is there. */
    long installedEverywhere(KeyLayer layer) {
        return node.ask(() -> node.side().installedEverywhere(layer));
    }

    /** Number of the newest rekey of a layer whose outcome the sender has. */
    long rekeysApplied(KeyLayer layer) {
        return node.ask(() -> node.side().keys(layer).appliedRekey());
    }

    /** The authority of a layer cannot tell the sender all rekeys any more: it is asked for the keys as they are now. */
    void leftBehind(KeyLayer layer) {
        registration.ask(layer);
    }

    private Reregistration.Given contentKeys() {
        ContentBundle given = ContentRegistration.ask(setup.node().config(), setup.content().gid(),
                setup.node().keyRequests(), ContentQuestion::of);
        return new Reregistration.Given(() -> ContentRekeys.renew(node.keys().content(), content, given),
                given::destroy);
    }

    /** Epoch of a layer that the sender seals under. */
    long activeEpoch(KeyLayer layer) {
        return node.ask(() -> node.side().keys(layer).activeEpoch());
    }

    /** A failure leaves nothing running. */
    private void startFeeds() {
        try {
            feeds = Feeds.start(setup, this);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** It has no keys any more. Both authorities may say so, and again and again. */
    private void refused(long nowNs, RegistrationException why) {
        if (refused) {
            return;
        }
        refused = true;
        gate.close();
        setup.node().warnings().accept(String.valueOf(why.getMessage()));
        node.side().abort(nowNs, why);
    }

    private void progressed() {
        feeds.progressed();
    }

    private void wakeDriver() {
        node.wake();
    }

    private void onEnded(@Nullable Throwable error) {
        gate.close();
        registration.close();
        node.side().fail(orClosed(error));
        content.destroy();
        feeds.stop();
        if (setup.ownsContent()) {
            setup.content().destroy();
        }
    }

    private static Throwable orClosed(@Nullable Throwable error) {
        return error == null ? new NodeClosedException("the publisher was closed") : error;
    }
}
