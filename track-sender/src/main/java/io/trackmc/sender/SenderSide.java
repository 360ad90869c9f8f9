package io.trackmc.sender;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.metrics.FigureId;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.net.metrics.ParentFigures;
import io.trackmc.net.metrics.Readiness;
import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.DriverSide;
import io.trackmc.net.node.DropCounts;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.NodeClosedException;
import io.trackmc.net.node.NodeExpelledException;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.net.node.StatusText;
import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.tree.Region;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sender's side of the driver: feeds the engine, tells who waits for receivers and for the end. On the driver's thread. */
final class SenderSide implements DriverSide {

    private final SenderEngine engine;
    private final NodeSetup setup;
    private final Feed feed;
    private final OfferGate gate;
    private final Progress progress;
    private final BoundReceivers receivers = new BoundReceivers();
    private final FailedReceivers failed;
    private final ChangingKeys keys;
    private final Runnable epochChanged;
    private final SubtreeSummary subtree = new SubtreeSummary();
    private final CompletableFuture<Confirmation> confirmation = new CompletableFuture<>();
    private long tracksSeen;
    private final ParentFigures figures;
    private final DurationBuckets gaps = new DurationBuckets();
    private boolean eventSeen;

    SenderSide(SenderEngine engine, SenderSetup setup, ChangingKeys keys, MessageRing ring, OfferGate gate,
            Runnable wakeDriver,
            Runnable epochChanged) {
        this.engine = engine;
        this.setup = setup.node();
        this.keys = keys;
        this.epochChanged = epochChanged;
        this.gate = gate;
        this.figures = new ParentFigures(setup.node().config().protocol());
        this.failed = new FailedReceivers(engine, setup.node());
        PositionIndex positions = new PositionIndex(setup.node().config().protocol().storePackets());
        this.feed = new Feed(engine, ring, gate, positions, setup.lastSafeSequence(), wakeDriver);
        this.progress = new Progress(engine, positions, setup.listener());
    }

    @Override
    public boolean drain(long nowNs) {
        return feed.drain(nowNs);
    }

    @Override
    public void run(long nowNs) {
        feed.run(nowNs);
        engine.awaited(gate.isMemberAwaited());
        long tracks = engine.counters().get(CounterId.TRACKS_RECEIVED);
        if (tracks != tracksSeen || eventSeen) {
            tracksSeen = tracks;
            eventSeen = false;
            update();
        }
    }

    /** The gate first: who waited for receivers may offer at once. */
    private void update() {
        int count = engine.receiverCount();
        gate.connected(count > 0);
        receivers.update(awaited());
        progress.update();
    }

    @Override
    public void onEvent(EngineEvent event) {
        eventSeen = true;
        failed.onEvent(event);
        if (event instanceof Finished) {
            progress.finish();
            Confirmation result = confirm();
            BoundReceivers.complete(confirmation, () -> result);
        }
        if (event instanceof Expelled e && e.nodeId() == setup.config().self().id()) {
            gate.close();
            fail(new NodeExpelledException(setup.config().self().name(), setup.config().groupName()));
        }
        if (event instanceof EpochActivated) {
            epochChanged.run();
        }
        setup.events().onEvent(event);
    }

    @Override
    public void publish(NodeFigures out, long nowNs) {
        SenderState state = engine.state();
        boolean serves = state == SenderState.FORMING || state == SenderState.ACTIVE || state == SenderState.CLOSING;
        out.set(serves ? Readiness.READY : Readiness.SESSION_OVER);
        figures.publish(nowNs, engine.region().children(), engine.session(), out);
        out.set(FigureId.HIGHEST_SEQUENCE, engine.lastSent());
        out.set(FigureId.COMPLETE_SEQUENCE, engine.stableSequence());
        out.set(FigureId.WINDOW_ROOM, Math.max(0, engine.highestAllowed() - engine.lastSent()));
        out.set(FigureId.CONGESTION_RATE, engine.congestionRate());
        keys.publish(out);
    }

    @Override
    public Region region() {
        return engine.region();
    }

    @Override
    public Incarnation session() {
        return engine.session().incarnation();
    }

    @Override
    public List<Counters> counters() {
        return List.of(engine.counters());
    }

    /** It has no gaps. */
    @Override
    public DurationBuckets gapTimes() {
        return gaps;
    }

    /** How far the keys of a layer are. */
    KeyStatus.Layer keys(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? keys.status().transport() : keys.status().content();
    }

    /** Lowest epoch that everybody in the tree has installed. */
    long installedEverywhere(KeyLayer layer) {
        subtree.compute(engine.region().children());
        long below = layer == KeyLayer.TRANSPORT ? subtree.transportEpoch() : subtree.contentEpoch();
        return Math.min(below, keys(layer).installedEpoch());
    }

    /** Completes a future when there are so many receivers. */
    void awaitReceivers(int count, CompletableFuture<Void> future) {
        update();
        receivers.await(count, awaited(), future);
    }

    /** Before anything is sent, nobody is late; who counts as such has moved, and may be counted twice. */
    private int awaited() {
        return engine.lastSent() == 0 ? engine.receiversFromStart() : engine.receiverCount();
    }

    /** Any thread: up to where everybody has everything. */
    Progress progress() {
        return progress;
    }

    /** Any thread: closes the session behind what is in the ring. */
    void finish() {
        feed.finish();
    }

    /** Any thread: what comes of the session. */
    CompletableFuture<Confirmation> confirmation() {
        return confirmation.copy();
    }

    /** Ends the session without a promise, unless it was closed already. */
    void abort(long nowNs) {
        abort(nowNs, new NodeClosedException("the session was aborted"));
    }

    /** The same for a reason of its own. */
    void abort(long nowNs, RuntimeException why) {
        if (engine.state() == SenderState.FORMING || engine.state() == SenderState.ACTIVE) {
            BoundReceivers.fail(confirmation, why);
            engine.abort(nowNs);
        }
    }

    /** The node has ended, or an authority has expelled it. */
    void fail(Throwable error) {
        BoundReceivers.fail(confirmation, error);
    }

    SenderStatus status(long messages, long bytes) {
        return new SenderStatus(
                engine.state(),
                engine.session().incarnation(),
                engine.receiverCount(),
                engine.expectedReceivers(),
                engine.completeCount(),
                engine.lateCount(),
                failed.now(),
                messages,
                bytes,
                feed.bytes(),
                engine.lastSent(),
                engine.stableSequence(),
                engine.highestAllowed(),
                progress.stable(),
                progress.confirmed(),
                repairsSent(),
                engine.counters().get(CounterId.NACKS_RECEIVED),
                engine.treeRttNs(),
                engine.congestionRate(),
                engine.lossEventRate(),
                limitingReceiver(),
                StallReport.of(engine, setup.config()),
                children(),
                keys.status(),
                DropCounts.of(List.of(engine.counters())));
    }

    private List<ChildStatus> children() {
        return setup.describe(engine.region().children(), engine.lastSent());
    }

    @Override
    public Consumer<JsonText> describe() {
        List<ChildStatus> children = children();
        String state = engine.state().name().toLowerCase(Locale.ROOT);
        long sent = engine.lastSent();
        long stable = engine.stableSequence();
        int receivers = engine.receiverCount();
        Stall stall = StallReport.of(engine, setup.config());
        return out -> {
            out.field("state", state).field("highestSequence", sent).field("hasThrough", stable)
                    .field("receivers", receivers);
            StallReport.write(out, stall, engine.counters());
            StatusText.children(out, children);
        };
    }

    /** Takes in a part of a rekey; returns why it was dropped, or null. */
    @Nullable
    DropReason rekey(byte[] inner, long nowNs) {
        return engine.rekey(inner, nowNs);
    }

    /** What is known of a position. */
    PositionStatus statusOf(long position) {
        boolean reached = position <= progress.confirmed();
        int confirmed = reached ? engine.receiverCount() + engine.completeCount() : engine.completeCount();
        return new PositionStatus(position, reached, confirmed, Math.max(confirmed, engine.expectedReceivers()),
                failed.now());
    }

    private String limitingReceiver() {
        int id = engine.limitingReceiver();
        return id == 0 ? "" : setup.config().nameOf(id);
    }

    private Confirmation confirm() {
        return new Confirmation(
                engine.expectedReceivers(),
                engine.completeCount(),
                engine.lateCount(),
                failed.now(),
                engine.counters().get(CounterId.MESSAGES),
                engine.lastSent(),
                feed.bytes(),
                repairsSent(),
                engine.counters().get(CounterId.NACKS_RECEIVED));
    }

    private long repairsSent() {
        Counters counters = engine.counters();
        return counters.get(CounterId.REPAIRS_SENT_UNICAST)
                + counters.get(CounterId.REPAIRS_SENT_REGION)
                + counters.get(CounterId.REPAIRS_SENT_DATA);
    }
}
