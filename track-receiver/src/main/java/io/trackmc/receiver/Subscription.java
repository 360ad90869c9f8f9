package io.trackmc.receiver;

import io.trackmc.net.node.Node;
import io.trackmc.net.node.NodeExpelledException;
import io.trackmc.net.node.Reregistration;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import java.net.InetSocketAddress;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A receiver's end of the stream: the application polls messages, gaps and the ends of sessions in the order of the source, or has them
 * handed over on the driver's thread ({@link #subscribe}).
 *
 * <p>Polling and confirming ({@link #confirm()}, {@link #confirm(long)}) are for one application thread, unless messages are handed over on the driver's;
 * everything else may be called by any thread.
 * An application that stops polling holds the sender back once the queue and the window are full; nothing is lost.
 *
 * <p>To who polls, messages come through a {@link io.trackmc.net.node.MessageRing} from the driver's thread: they are copied once there, and nothing is allocated for
 * one of them; one that came in several packets was put together before, in a buffer that is kept.
 */
public final class Subscription implements AutoCloseable {

    /** {@link #poll} found the end: the subscription is over and everything was handed over. */
    public static final int END = -1;

    private final ReceiverSetup setup;
    private final Outlet outlet;
    private final Taking taking;
    private final SessionMaker maker;
    private final Node<Sessions, ReceiverSide> node;
    private final Reregistration registration;
    private final CompletableFuture<Void> finished = new CompletableFuture<>();

    private Subscription(ReceiverSetup setup) {
        this(setup, new Handover(setup.ringBytes()));
    }

    private Subscription(ReceiverSetup setup, Handover queue) {
        this(setup, queue, new RecordReader(queue, setup.explicitConfirm()));
    }

    private Subscription(ReceiverSetup setup, Outlet outlet, Taking taking) {
        this.setup = setup;
        this.outlet = outlet;
        this.taking = taking;
        this.maker = new SessionMaker(setup, this::wakeDriver, this::onOver, this::fail, this::leftBehind);
        this.node = Node.open(
                setup.node(),
                maker::changing,
                (keys, rekeys, port) -> new Sessions(maker.first(keys, rekeys)),
                (sessions, changing) -> new ReceiverSide(
                        sessions, maker, setup.node(), changing, outlet, setup.served()));
        this.registration = new Reregistration(setup.node(), node.keys(), node::execute, this::renew,
                (nowNs, why) -> node.side().refuse(nowNs, why)).content(maker.contentKeys(node.keys()));
    }

    /**
     * Opens sockets and looks for a parent. Where it gets its keys from authorities, waits for them.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     * @throws io.trackmc.net.authority.RegistrationException when an authority gives it no keys, or does not answer for a minute; then nothing is left open
     */
    public static Subscription open(ReceiverContext context) {
        return new Subscription(context.setup()).started();
    }

    /**
     * The same for an application that takes everything on the driver's thread: no queue and no other thread lie between, which makes it the
     * fastest way. The handler must return soon, must not wait, and nothing else of this node goes on meanwhile: no report, no request for
     * what is missing. What it throws ends the subscription. It may be called before this returns; nobody polls.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     * @throws io.trackmc.net.authority.RegistrationException when an authority gives it no keys, or does not answer for a minute; then nothing is left open
     */
    public static Subscription subscribe(ReceiverContext context, StreamHandler handler) {
        return subscribe(context, _ -> handler);
    }

    /**
     * The same for a handler that needs its subscription, to {@link #confirm()} for example.
     *
     * @param handlers makes the handler, before anything comes; what it throws is thrown here, and nothing is left open then
     * @throws io.trackmc.net.ConfigurationException with every fault
     * @throws io.trackmc.net.authority.RegistrationException when an authority gives it no keys, or does not answer for a minute; then nothing is left open
     * @throws NullPointerException when it makes none
     */
    public static Subscription subscribe(ReceiverContext context, Function<Subscription, StreamHandler> handlers) {
        DirectOutlet direct = new DirectOutlet(context.setup().explicitConfirm());
        Subscription subscription = new Subscription(context.setup(), direct, direct);
        try {
            direct.handler(Objects.requireNonNull(handlers.apply(subscription), "a handler"));
        } catch (RuntimeException e) {
            var _ = subscription.node.close();
            throw e;
        }
        return subscription.started();
    }

    /**
     * Hands over at most {@code limit} messages and events, without waiting. What a handler threw at comes again.
     *
     * @return how many; 0 when nothing is there now; {@link #END} when nothing will come any more
     * @throws IllegalStateException when a handler was {@linkplain #subscribe subscribed}
     */
    public int poll(StreamHandler handler, int limit) {
        return reader().poll(handler, limit);
    }

    /**
     * The same, but waits, parked, until there is something, the end, or a {@link #wakeUp}, for which it returns 0.
     *
     * @throws InterruptedException when the thread is interrupted while it waits; nothing is lost
     */
    public int blockingPoll(StreamHandler handler, int limit) throws InterruptedException {
        return reader().blockingPoll(handler, limit);
    }

    /**
     * Polls until the end, or until {@code stop} is true, which is asked after each batch and each {@link #wakeUp}.
     *
     * @throws InterruptedException when the thread is interrupted while it waits; nothing is lost
     */
    public void run(StreamHandler handler, BooleanSupplier stop) throws InterruptedException {
        while (!stop.getAsBoolean() && blockingPoll(handler, Integer.MAX_VALUE) != END) {
            // the condition does it all
        }
    }

    /**
     * What comes, as a flow for one subscriber; a thread of its own polls, and nobody else may. Each message is copied. Cancelling the flow
     * does not close the subscription.
     */
    public FlowSource flow() {
        return new FlowSource(this);
    }

    /** Makes a {@link #blockingPoll} that waits, or the next one, return. */
    public void wakeUp() {
        reader().rouse();
    }

    /**
     * Where the application confirms by itself ({@link ReceiverContext#explicitConfirm}, or a session that says so): it is through, for
     * good, with everything that was handed to it so far; called by a handler, with what that was just given too.
     */
    public void confirm() {
        confirm(mark());
    }

    /**
     * The same for an application that has all that a session brings, although it may have been told of gaps, because what was in them came again in other messages. So it is no failure at the
     * end of the session, but counted with the receivers that came late and confirmed the rest.
     *
     * @param session the one that is handed over
     */
    public void confirmWhole(Incarnation session) {
        node.side().holdWhole(session);
        confirm();
    }

    /**
     * A mark behind everything that was handed over so far: on the handler's thread, while it is in the handler, also behind what that was just given;
     * on another thread not, for there nobody knows how far the handler is. It ascends for each thread.
     */
    public long mark() {
        return taking.mark();
    }

    /**
     * The same with everything up to a mark, for an application that finishes with messages later than it takes them, in the order in
     * which it was given them. A lower mark than one before changes nothing.
     *
     * @param mark one that {@link #mark()} gave
     * @throws IllegalArgumentException when it is behind what was handed over
     */
    public void confirm(long mark) {
        long most = taking.confirmable();
        if (mark > most) {
            throw new IllegalArgumentException("cannot confirm up to " + mark + ", handed over up to " + most);
        }
        if (taking.confirm(mark)) {
            node.wake();
        }
    }

    /**
     * Leaves a session without having all of it; the sender learns that this receiver failed. The next run of the source is joined,
     * or, with {@code once}, the subscription ends. What is in the queue is still handed over. Nothing happens when another
     * session has begun. Any thread.
     */
    public void abandon(Incarnation session) {
        node.execute(nowNs -> node.side().abandon(nowNs, session));
    }

    /**
     * Completes when the subscription is over: with {@code once}, when the session is over and this receiver has told so and left;
     * else when it is closed. Fails with the error that ended it, with
     * {@link NodeExpelledException} when an authority has expelled this node, or with another exception when one gives it no keys any more.
     */
    public CompletableFuture<Void> finished() {
        return finished.copy();
    }

    /** Where metrics and health are served; null for nowhere. */
    public @Nullable InetSocketAddress managementAddress() {
        return node.managementAddress();
    }

    /** What it is doing now; waits for the driver, which takes microseconds. After the end: what it was doing last. */
    public ReceiverStatus status() {
        return node.ask(() -> node.side().status(taking.messages(), taking.bytes()));
    }

    /**
     * Leaves the session, if there is one, and closes the sockets; waits for both, up to five seconds when the parent does not answer.
     * What is in the queue may still be polled.
     *
     * @throws IllegalStateException on the driver's thread, so from a {@linkplain #subscribe subscribed} handler: it would wait for itself
     */
    @Override
    public void close() {
        if (node.isDriverThread()) {
            throw new IllegalStateException(
                    "close() waits for the driver: call it on another thread than the handler's");
        }
        if (node.execute(nowNs -> node.side().leave(nowNs))) {
            finished.handle((nothing, error) -> null).join();
        }
        node.close().handle((nothing, error) -> null).join();
    }

    private Subscription started() {
        if (taking instanceof RecordReader reader) {
            reader.wakesBy(node::wake);
        }
        var _ = node.ended().whenComplete((nothing, error) -> onEnded(error));
        node.start(node.engine().current()::start);
        return this;
    }

    private RecordReader reader() {
        if (taking instanceof RecordReader reader) {
            return reader;
        }
        throw new IllegalStateException("a handler was subscribed: nobody polls");
    }

    private void wakeDriver() {
        node.wake();
    }

    /** On the driver's thread; what is chained to the future may take its time, so it is completed on another. */
    private void onOver() {
        var _ = finished.completeAsync(() -> null);
    }

    private void leftBehind(KeyLayer layer) {
        registration.ask(layer);
    }

    private void renew(long nowNs, KeyLayer layer, KeyRenewal keys) {
        node.engine().current().renew(nowNs, layer, keys);
    }

    /** On the driver's thread too. */
    private void fail(Throwable error) {
        Thread.startVirtualThread(() -> finished.completeExceptionally(error));
    }

    private void onEnded(@Nullable Throwable error) {
        registration.close();
        maker.eraseKeys();
        if (setup.ownsContent()) {
            setup.content().destroy();
        }
        outlet.end();
        if (error == null) {
            onOver();
        } else {
            fail(error);
        }
    }
}
