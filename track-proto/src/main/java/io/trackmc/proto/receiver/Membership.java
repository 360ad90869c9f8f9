package io.trackmc.proto.receiver;

import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.LossCause;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.tree.BindSettings;
import io.trackmc.proto.tree.FarewellCounts;
import io.trackmc.proto.tree.ParentBond;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.tree.UpstreamOwner;
import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.ContentEpochFields;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.proto.wire.RekeyRequestMessage;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindReason;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A receiver's part in a session, from joining to leaving, and its relation to the parent: the states of {@link ReceiverEngine}. */
final class Membership implements UpstreamOwner {

    private static final long FAREWELL_NS = 5_000_000_000L;

    private final ProtocolConfig config;
    /** Run whose session was over when this engine began. */
    private final Incarnation before;

    private final HopKeys keys;
    private final ContentOpener opener;
    private final DataChannel channel;
    private final ReceiveWindow window;
    private final SequenceTracker tracker;
    private final SessionEnd end;
    private final EventQueue events;
    private final Upstream upstream;
    private final LeadingEdge leadingEdge;
    private final TrailingEdge trailingEdge;
    /** Only where the sender wants to hear of it. */
    private @Nullable PathReport path;

    private final EngineScratch scratch;

    private ReceiverState state = ReceiverState.JOINING;
    private SessionRules rules = SessionRules.DEFAULT;
    private Incarnation finishedRun;
    private boolean proven;
    private boolean abandoned;
    private boolean whole;
    private long farewellNs = Deadlines.NONE;
    private @Nullable ReceiverKeys rekeys;

    Membership(
            HopKeys keys,
            ContentOpener opener,
            ReceiverConfig place,
            ProtocolConfig config,
            DataChannel channel,
            ReceiveWindow window,
            SessionEnd end,
            EventQueue events,
            Counters counters,
            RandomGenerator random,
            EngineScratch scratch) {
        this.scratch = scratch;
        this.config = config;
        this.keys = keys;
        this.opener = opener;
        this.channel = channel;
        this.window = window;
        this.tracker = window.tracker();
        this.end = end;
        this.events = events;
        this.before = place.after();
        this.finishedRun = before;
        BindSettings settings = new BindSettings(BindRole.RECEIVER, place.homeRegion(), place.parents(), config.tree(),
                config.discovery());
        this.upstream = new Upstream(
                keys, settings, config, tracker, config.windowPackets(), this, events, counters, random, scratch);
        this.leadingEdge = new LeadingEdge(tracker, upstream);
        this.trailingEdge = new TrailingEdge(tracker, upstream.nacks(), events, counters);
        upstream.binds().sessionFinished(place.after());
    }

    /** Keys that may change; set once. */
    void rekeys(ReceiverKeys keysOfThis) {
        rekeys = keysOfThis;
    }

    /** An authority has expelled this receiver: there is nothing more to do. */
    void expelled() {
        if (state != ReceiverState.FINISHED) {
            abandoned = true;
            finish();
        }
    }

    ReceiverState state() {
        return state;
    }

    Upstream upstream() {
        return upstream;
    }

    LeadingEdge leadingEdge() {
        return leadingEdge;
    }

    /** New data came from the source itself. */
    void onOriginal(long nowNs, long sequence, int bytes, int timestamp) {
        if (path != null && path.onData(nowNs, sequence, bytes, timestamp)) {
            upstream.tracks().hasten();
        }
    }

    /** The source said that it has nothing to send now: what has not come does not come any more. */
    void onSourceSilent(long nowNs) {
        if (path != null && path.onSilence(nowNs, tracker.highest())) {
            upstream.tracks().hasten();
        }
    }

    /** Whether the session is over and the application has confirmed all of it, without a gap. */
    boolean isComplete() {
        return !abandoned && end.isConfirmed() && !trailingEdge.hasLost();
    }

    /** Newest run of the source whose session is over for this receiver. */
    Incarnation finishedRun() {
        return finishedRun;
    }

    /** What the sender decided for this session; meaningless while JOINING. */
    SessionRules rules() {
        return rules;
    }

    /** Whether it does not hold the session from its first sequence on, so that it cannot stand for one that should. */
    boolean isLate() {
        return tracker.first() > 1;
    }

    /** Its application has all that the session brings, whatever packets of it are lost here. */
    void holdWhole() {
        whole = true;
    }

    /** Whether packets are lost to it that its application does not lack. As one that came late, it stands for nobody who should hold them. */
    private boolean isMended() {
        return whole && trailingEdge.hasLost();
    }

    /** When a good-bye that nobody answers is given up. */
    long deadlineNs() {
        return farewellNs;
    }

    void onTimeout(long nowNs) {
        if (Deadlines.isDue(farewellNs, nowNs)) {
            finish();
        }
    }

    /** Leaves before the end of the session, if one is open; from now on it is not complete, whatever the application still takes. */
    void leave(long nowNs) {
        switch (state) {
            case JOINING -> finish();
            case RECEIVING, DRAINING -> {
                abandoned = true;
                startLeaving(nowNs);
                sayGoodBye(nowNs);
            }
            default -> {}
        }
    }

    /** An INNER of the source's run opened: that run is not only what the parent says. */
    void onSourceProven() {
        if (!proven) {
            proven = true;
            upstream.binds().sourceProven();
        }
    }

    /** The source has closed the session. */
    void onClosed() {
        events.add(new SessionClosed(end.closeSequence(), end.isAborted()));
        if (state == ReceiverState.RECEIVING) {
            state = ReceiverState.DRAINING;
        }
    }

    /** Says good-bye if nothing is left to be done. */
    void checkComplete(long nowNs) {
        if (state == ReceiverState.DRAINING && end.isReached()) {
            startLeaving(nowNs);
            sayGoodBye(nowNs);
        }
    }

    @Override
    public void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {
        Incarnation incarnation = new Incarnation(confirm.sourceIncarnationHigh(), confirm.sourceIncarnationLow());
        boolean first = state == ReceiverState.JOINING;
        events.add(new ParentBound(bond.parent(), confirm.level(), !first));
        if (path != null) {
            path.onParent(upstream.binds().bindRttNs());
        }
        if (first) {
            openSession(incarnation, confirm);
        } else if (!incarnation.equals(channel.run())) {
            end.abort();
            disownUnproven();
            events.add(new SessionClosed(window.consumed(), true));
            finish();
            return;
        } else {
            goOnWith(nowNs, confirm);
        }
        if (rekeys != null) {
            rekeys.onNewParent(nowNs);
        }
        leadingEdge.hint(nowNs, confirm.highestSequence());
        if (state == ReceiverState.LEAVING) {
            sayGoodBye(nowNs);
        }
    }

    @Override
    public void onSourceCounter(int spi, long counter) {
        channel.floor(spi, counter);
    }

    @Override
    public void onSenderRtt(long nowNs, long rttNs) {
        if (path != null) {
            path.onSenderRtt(nowNs, rttNs);
        }
    }

    @Override
    public void onParentLost(long nowNs) {
        // What was received stays; the next parent is asked for the rest.
    }

    @Override
    public long oldestNeeded() {
        return state == ReceiverState.JOINING ? 0 : tracker.cumAck() + 1;
    }

    @Override
    public int receiverCount() {
        return 1;
    }

    @Override
    public FarewellCounts toldCounts() {
        return FarewellCounts.NONE;
    }

    @Override
    public void onUnbound(long nowNs) {
        finish();
    }

    @Override
    public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {
        leadingEdge.hint(nowNs, heartbeat.highestSequence());
        if (path != null) {
            path.onHop(heartbeat.regionRtt() * 1000L, heartbeat.level());
        }
        if (rekeys != null) {
            rekeys.onHeartbeat(nowNs, heartbeat, alone);
        }
        if (alone && heartbeat.lowestRepairable() <= tracker.cumAck() + 1) {
            trailingEdge.promised();
        }
        boolean moved = alone && beginWhereGranted(nowNs, heartbeat.content());
        if (alone && (giveUp(heartbeat.lowestRepairable()) || moved)) {
            upstream.tracks().changed();
            checkComplete(nowNs);
        }
    }

    @Override
    public void onHeardAlone(long nowNs, int spi) {
        if (rekeys != null) {
            rekeys.onHeardAlone(nowNs, spi);
        }
    }

    @Override
    public void onDoubt(long nowNs) {
        if (rekeys != null) {
            rekeys.onDoubt(nowNs);
        }
    }

    @Override
    public boolean fillRekeyRequest(long nowNs, RekeyRequestMessage request) {
        return rekeys != null && rekeys.fillRequest(nowNs, request);
    }

    @Override
    public boolean fillStaleRequest(RekeyRequestMessage request, int candidate) {
        return rekeys != null && rekeys.fillStaleRequest(request, candidate);
    }

    @Override
    public void askedStale(long nowNs) {
        if (rekeys != null) {
            rekeys.askedStale(nowNs);
        }
    }

    @Override
    public boolean isStarved(long nowNs) {
        return rekeys != null && rekeys.isStarved(nowNs);
    }

    @Override
    public boolean fillAsideRequest(RekeyRequestMessage request, int candidate) {
        return rekeys != null && rekeys.fillAsideRequest(request, candidate);
    }

    @Override
    public void onQuiet(long nowNs) {
        window.trim();
    }

    @Override
    public long rekeyRequestDeadlineNs() {
        return rekeys == null ? Deadlines.NONE : rekeys.requestDeadlineNs();
    }

    @Override
    public void fillTrack(long nowNs, TrackMessage track) {
        track.cumAck(tracker.cumAck())
                .subtreeCumAck(tracker.cumAck())
                .highestAllowed(highestAllowed())
                .subtreeConfirmed(end.confirmedSequence())
                .controlCumAck(end.controlSequence())
                .receiverCount(1)
                .lateReceiverCount(isLate() || isMended() || !upstream.binds().isCountedOnce(nowNs) ? 1 : 0)
                .slowest(keys.nodeId())
                .worstLoss(leadingEdge.lossRate())
                .transportEpoch(keys.transportEpoch())
                .contentEpoch(opener.contentEpoch());
        if (path != null) {
            path.fill(track);
        }
        channel.echoInto(nowNs, track);
        long[] bitmap = scratch.bitmap();
        track.setBitmap(bitmap, tracker.missingBitmap(bitmap));
    }

    /** Where the application has to confirm by itself, the sender goes no further than a window beyond what it has. */
    private long highestAllowed() {
        return rules.confirmOn() == ConfirmOn.APPLICATION
                ? Math.min(window.highestAllowed(), end.confirmedSequence() + config.windowPackets())
                : window.highestAllowed();
    }

    private void openSession(Incarnation incarnation, BindConfirmMessage confirm) {
        channel.open(incarnation);
        rules = confirm.rules();
        if (rules.hasCongestionControl()) {
            path = new PathReport(keys.nodeId());
            path.onParent(upstream.binds().bindRttNs());
        }
        long byRules = rules.firstForReceiver(
                confirm.lowestRepairable(), confirm.highestSequence(), config.windowPackets());
        long first = rekeys == null ? byRules : rekeys.firstGranted(confirm.content(), byRules);
        window.start(first);
        end.open(first, rules.confirmOn());
        upstream.nacks().start();
        state = ReceiverState.RECEIVING;
        finishedRun = incarnation;
        events.add(new SessionOpened(channel.source(), incarnation, first, rules));
    }

    /** In a timely session, what a parent has released does not come any more; in a reliable one, a repair may be on its way. */
    private boolean giveUp(long lowestRepairable) {
        return trailingEdge.follow(lowestRepairable, rules.isTimely() ? LossCause.TIMEOUT : LossCause.WINDOW,
                mayBeginLater());
    }

    /**
     * What was sealed before this receiver was given keys can never be opened here; only a parent that speaks to it alone can say what that is. It was
     * not meant for this receiver, so as long as nothing has opened this one begins after it, without a gap. What was sealed while it was left behind
     * was meant for it, and is one. So is what repairs show that it can never open, when nobody tells any more where what it was given begins.
     */
    private boolean beginWhereGranted(long nowNs, ContentEpochFields told) {
        if (rekeys == null) {
            return false;
        }
        long first = rekeys.firstGranted(nowNs, told);
        boolean begun = rekeys.wasLeftBehind() ? trailingEdge.riseAfterAsking(first, LossCause.KEY)
                : trailingEdge.beginAt(first);
        return trailingEdge.riseAfterAsking(rekeys.firstOpenable(), LossCause.KEY) || begun;
    }

    /** Two parents disagree, and nothing of the source itself was seen: the one before may have made up its run. */
    private void disownUnproven() {
        if (!proven) {
            finishedRun = before;
        }
    }

    private void goOnWith(long nowNs, BindConfirmMessage confirm) {
        leadingEdge.learn(nowNs, confirm.lowestRepairable() - 1);
        beginWhereGranted(nowNs, confirm.content());
        trailingEdge.follow(confirm.lowestRepairable(), LossCause.PARENT_LOST, mayBeginLater());
        upstream.nacks().onNewParent(nowNs);
        channel.liftFloors();
    }

    /** In an unordered session something may have been handed over from beyond what is missing; what was sealed while this receiver was left behind was meant for it. */
    private boolean mayBeginLater() {
        return rules.order() == DeliveryOrder.ORDERED && (rekeys == null || !rekeys.wasLeftBehind());
    }

    private void startLeaving(long nowNs) {
        state = ReceiverState.LEAVING;
        farewellNs = Deadlines.after(nowNs, FAREWELL_NS);
    }

    private void sayGoodBye(long nowNs) {
        UnbindReason reason = end.isClosed() && !abandoned ? UnbindReason.SESSION_DONE : UnbindReason.APPLICATION;
        boolean late = isLate() || isMended();
        boolean complete = isComplete() || (isMended() && !abandoned && end.isConfirmed());
        FarewellCounts counts = new FarewellCounts(complete && !late ? 1 : 0, complete && late ? 1 : 0, 0);
        upstream.binds().leave(nowNs, reason, counts);
    }

    private void finish() {
        farewellNs = Deadlines.NONE;
        state = ReceiverState.FINISHED;
        upstream.nacks().trim();
        window.trim();
        events.add(new Finished());
    }
}
