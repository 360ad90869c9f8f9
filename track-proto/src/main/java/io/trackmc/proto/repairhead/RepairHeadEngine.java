package io.trackmc.proto.repairhead;

import io.trackmc.proto.aggregate.SlowestPath;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rate.SharedRate;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.time.Wakefulness;
import io.trackmc.proto.tree.BindSettings;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.FarewellCounts;
import io.trackmc.proto.tree.ParentBond;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.RegionOwner;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.TenantLimits;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.tree.UpstreamOwner;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.RekeyRequestMessage;
import io.trackmc.proto.wire.TrackMessage;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * A repair head: keeps the INNERs of the data stream, repairs its region from them, fetches what it misses, and reports for
 * its whole subtree. It cannot open an INNER.
 *
 * <p>State changes of the session (trailing edge, close) are believed only from the parent under the pair key (security rules,
 * "Acceptance of a packet"). An RH that has no parent for a while goes on serving its children.
 */
public final class RepairHeadEngine implements Engine {

    /** A Track goes early when the room below has grown by this part of the window. */
    private static final int EARLY_TRACK_DIVISOR = 4;

    private static final int DATA_OVERHEAD_BYTES = ODataHeader.LENGTH + HopKeys.ICV_LENGTH;

    private final Counters counters = new Counters();
    private final EventQueue events = new EventQueue(counters);
    private final Ingress packet;
    private final SessionState session = new SessionState();
    private final InnerStore store;
    private final ControlRecord control;
    private final SequenceTracker tracker;
    private final Refetch refetch;
    private final Fetch fetch;
    private final Upstream upstream;
    private final Region region;
    private final Subtree subtree;
    private final LeadingEdge leadingEdge;
    private final TrailingEdge trailingEdge;
    private final SourceChannel source;
    private final InnerIntake intake;
    private final SubtreeReport report;
    private final RepairHeadLifecycle lifecycle;
    private final ParentGuidance guidance;
    private final Wakefulness wakefulness = new Wakefulness();
    private final SenderEcho echo = new SenderEcho();
    private final ToldCounts told = new ToldCounts();
    private final RepairHeadKeys rekeys;
    private final SharedRate shared;
    private long restedAtNs = NO_DEADLINE;

    /** With keys that never change. */
    public RepairHeadEngine(HopKeys keys, RepairHeadConfig place, ProtocolConfig config, RandomGenerator random) {
        this(keys, NodeRekeys.NONE, place, config, random);
    }

    public RepairHeadEngine(HopKeys keys, NodeRekeys changing, RepairHeadConfig place, ProtocolConfig config,
            RandomGenerator random) {
        this(keys, changing, place, TenantLimits.NONE, config, random, new EngineScratch());
    }

    /**
     * @param limits that it shares with other repair heads of one tenant
     * @param scratch may be shared by all engines that the thread of this one drives
     */
    public RepairHeadEngine(HopKeys keys, NodeRekeys changing, RepairHeadConfig place, TenantLimits limits,
            ProtocolConfig config, RandomGenerator random, EngineScratch scratch) {
        this.shared = limits.rate();
        this.packet = new Ingress(counters, config.datagramBytes());
        int innerBytes = config.datagramBytes() - DATA_OVERHEAD_BYTES + ODataHeader.LENGTH;
        this.store = new InnerStore(config.storePackets(), innerBytes);
        this.control = new ControlRecord(innerBytes);
        this.tracker = new SequenceTracker(config.storePackets());
        Wanted wanted = new Wanted(config.storePackets());
        BindSettings settings = new BindSettings(BindRole.REPAIR_HEAD, place.homeRegion(), place.parents(),
                config.tree(), config.discovery());
        this.upstream = new Upstream(
                keys, settings, config, tracker, config.storePackets(), new ChildSide(), events, counters, random,
                scratch);
        this.region = new Region(
                keys, place.region(), place.unicastPort(), limits, config, session, store, control, new ParentSide(),
                events,
                counters, new MicroClock(), scratch);
        this.refetch = new Refetch(store, tracker, wanted, upstream, region);
        this.fetch = new Fetch(tracker, wanted, refetch, upstream, region);
        this.subtree = new Subtree(session, tracker, region.children(), config.storePackets(), config.windowPackets());
        this.leadingEdge = new LeadingEdge(session, tracker, upstream);
        this.trailingEdge = new TrailingEdge(session, tracker, subtree, upstream, events, counters);
        this.source = new SourceChannel(keys, place.source(), session);
        this.intake = new InnerIntake(
                packet, source, session, store, control, tracker, leadingEdge, subtree, wanted, refetch, upstream,
                region, echo, counters, scratch);
        this.report = new SubtreeReport(
                keys, session, tracker, control, subtree, region.tally(), leadingEdge, echo, told, upstream,
                new SlowestPath(region.children(), config.tree().trackIdleNs()),
                config.windowPackets() / EARLY_TRACK_DIVISOR, scratch);
        this.lifecycle = new RepairHeadLifecycle(session, tracker, upstream, region, told, events);
        this.rekeys = new RepairHeadKeys(keys, changing, place.region(), session, region, upstream, source, lifecycle,
                config, random, events, counters, scratch);
        RepairHeadMemory memory = new RepairHeadMemory(store, control, wanted, refetch, told);
        this.guidance = new ParentGuidance(
                keys.nodeId(), place.source(), session, memory, tracker, source, leadingEdge, trailingEdge, subtree,
                upstream, region, lifecycle, events);
    }

    /** Begins to look for a parent and to advertise itself. Called once. */
    public void start(long nowNs) {
        upstream.start(nowNs);
        region.start(nowNs);
        rekeys.start(nowNs);
    }

    /**
     * Leaves the tree without harm: takes no new children, tells those it has to go, serves and repairs them until they have bound
     * elsewhere, and says good-bye to its parent. The event {@code Drained} says when it is through: soon, or after 10 s, and at most
     * 2.5 s more, if children know no other parent. A second call does nothing.
     */
    public void drain(long nowNs) {
        lifecycle.drain(nowNs);
    }

    /**
     * Goes on with other limits of its region ({@link Region#retune}).
     *
     * @param other the same as at the start in all else, with at most as many children
     */
    public void retune(long nowNs, ProtocolConfig other) {
        noticeOversleeping(nowNs);
        region.retune(nowNs, other);
    }

    /** Whether it drains, or has. */
    public boolean isDraining() {
        return lifecycle.isDraining();
    }

    /** An authority has given this repair head keys of a layer while it runs, as {@link EngineEvent.LeftBehind} asks for: it goes on with them. */
    public void renew(long nowNs, KeyLayer layer, KeyRenewal renewal) {
        noticeOversleeping(nowNs);
        rekeys.renew(nowNs, layer, renewal);
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        noticeOversleeping(nowNs);
        if (!packet.accept(bytes, offset, length)) {
            return;
        }
        if (isDrained()) {
            packet.drop(DropReason.STALE);
        } else {
            onPacket(nowNs, path);
        }
        packet.release();
    }

    private void onPacket(long nowNs, Path path) {
        switch (packet.type()) {
            case ODATA -> checkDoneIf(nowNs, intake.onOData(nowNs));
            case REKEY -> rekeys.onRekey(nowNs, packet);
            case NULL_DATA -> intake.onNullData(nowNs);
            case RDATA -> checkDoneIf(nowNs, intake.onRData(nowNs));
            case QUERY -> region.onQuery(nowNs, path, packet);
            case BIND_REQUEST -> region.onBindRequest(nowNs, path, packet);
            case TRACK, NACK, UNBIND_REQUEST, EJECT_CONFIRM -> region.onUp(nowNs, path, packet);
            case REKEY_REQUEST -> rekeys.onAnyRequest(nowNs, path, packet);
            default -> {
                if (!upstream.onControl(nowNs, path, packet)) {
                    packet.drop(DropReason.WRONG_CHANNEL);
                }
            }
        }
    }

    @Override
    public void onTimeout(long nowNs) {
        noticeOversleeping(nowNs);
        leadingEdge.onTimeout(nowNs);
        upstream.onTimeout(nowNs);
        region.onTimeout(nowNs);
        lifecycle.onTimeout(nowNs);
        rekeys.onTimeout(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        long dueNs = Deadlines.earlier(upstream.nextDeadlineNs(), region.nextDeadlineNs());
        dueNs = Deadlines.earlier(dueNs, Deadlines.earlier(leadingEdge.deadlineNs(), rekeys.deadlineNs()));
        dueNs = Deadlines.earlier(dueNs, lifecycle.deadlineNs());
        if (restedAtNs != NO_DEADLINE) {
            // Nothing that falls due before could be sent.
            dueNs = dueNs == NO_DEADLINE ? restedAtNs : Deadlines.later(dueNs, restedAtNs);
        }
        return wakefulness.promise(isDrained() ? NO_DEADLINE : dueNs);
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        restedAtNs = NO_DEADLINE;
        if (isDrained()) {
            return false;
        }
        if (shared.isExhausted(nowNs)) {
            restedAtNs = shared.restedAtNs();
            return false;
        }
        if (region.pollControl(nowNs, out) || upstream.poll(nowNs, out) || rekeys.poll(nowNs, out)
                || region.pollRepair(nowNs, out)) {
            counters.increment(CounterId.DATAGRAMS_SENT);
            counters.add(CounterId.BYTES_SENT, out.length());
            shared.take(nowNs, out.length());
            return true;
        }
        return false;
    }

    @Override
    public int drainEvents(EventHandler handler, int limit) {
        return events.drain(handler, limit);
    }

    @Override
    public Counters counters() {
        return counters;
    }

    /** How long gaps were open until a repair filled them, at all engines with the same scratch. Read by any thread. */
    public DurationBuckets gapTimes() {
        return upstream.gapTimes();
    }

    public RepairHeadState state() {
        return lifecycle.state();
    }

    /** Session, as told to the children. */
    public SessionState session() {
        return session;
    }

    /** Children and what they report. */
    public Region region() {
        return region;
    }

    /** Everything up to here is in the store, or was, or was given up. */
    public long cumAck() {
        return tracker.cumAck();
    }

    private boolean isDrained() {
        return lifecycle.state() == RepairHeadState.DRAINED;
    }

    /** What was sent while this node stood still waits in its sockets: nobody is silent, and nothing is missing, until it is read. */
    private void noticeOversleeping(long nowNs) {
        long lateNs = wakefulness.oversleptNs(nowNs);
        if (lateNs > 0) {
            leadingEdge.postpone(nowNs);
            upstream.overslept(nowNs, lateNs);
        }
    }

    private void checkDoneIf(long nowNs, boolean stored) {
        if (stored) {
            lifecycle.checkDone(nowNs);
        }
    }

    private final class ChildSide implements UpstreamOwner {

        @Override
        public void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {
            rekeys.onNewParent(nowNs);
            guidance.onBound(nowNs, bond, confirm);
        }

        @Override
        public void onSourceCounter(int spi, long counter) {
            source.floor(spi, counter);
        }

        @Override
        public void onSenderRtt(long nowNs, long rttNs) {
            session.senderRtt(rttNs);
        }

        @Override
        public void onParentLost(long nowNs) {
            guidance.onParentLost(nowNs);
        }

        @Override
        public long oldestNeeded() {
            subtree.summarise();
            return session.isOpen() ? subtree.cumAck() + 1 : 0;
        }

        @Override
        public int receiverCount() {
            return subtree.summarise().receiverCount();
        }

        @Override
        public long transportEpochBelow() {
            return subtree.summarise().transportEpoch();
        }

        @Override
        public FarewellCounts toldCounts() {
            return told.present();
        }

        @Override
        public void onUnbound(long nowNs) {
            events.add(new Finished());
            lifecycle.onUnbound(nowNs);
        }

        @Override
        public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {
            guidance.onHeartbeat(nowNs, heartbeat, alone);
            rekeys.onHeartbeat(nowNs, heartbeat, alone);
        }

        @Override
        public void onHeardAlone(long nowNs, int spi) {
            rekeys.onHeardAlone(nowNs, spi);
        }

        @Override
        public void onDoubt(long nowNs) {
            rekeys.onDoubt(nowNs);
        }

        @Override
        public boolean fillRekeyRequest(long nowNs, RekeyRequestMessage request) {
            return rekeys.fillRequest(nowNs, request);
        }

        @Override
        public boolean fillStaleRequest(RekeyRequestMessage request, int candidate) {
            return rekeys.fillStaleRequest(request, candidate);
        }

        @Override
        public void askedStale(long nowNs) {
            rekeys.askedStale(nowNs);
        }

        @Override
        public boolean isStarved(long nowNs) {
            return rekeys.isStarved(nowNs);
        }

        @Override
        public boolean fillAsideRequest(RekeyRequestMessage request, int candidate) {
            return rekeys.fillAsideRequest(request, candidate);
        }

        @Override
        public void onQuiet(long nowNs) {
            region.onQuiet(nowNs);
        }

        @Override
        public long rekeyRequestDeadlineNs() {
            return rekeys.requestDeadlineNs();
        }

        @Override
        public void fillTrack(long nowNs, TrackMessage track) {
            report.fill(nowNs, track);
        }
    }

    private final class ParentSide implements RegionOwner {

        @Override
        public void onChildBound(long nowNs, Child child) {
            upstream.tracks().hasten();
            subtree.updateLimit();
            lifecycle.onChildBound(nowNs);
        }

        @Override
        public void onChildGone(long nowNs, Child child, ChildLoss why) {
            upstream.tracks().hasten();
            subtree.updateLimit();
            lifecycle.checkDone(nowNs);
        }

        @Override
        public void onTrack(long nowNs, Child child, TrackMessage track) {
            if (track.hasSenderEcho()) {
                echo.child(nowNs, track.senderEcho());
            }
            subtree.onReport(child);
            trailingEdge.onChildMoved();
            report.onChildMoved(nowNs);
        }

        @Override
        public void otherParents(long nowNs, BindRole child, IntConsumer each) {
            upstream.binds().openCandidates(nowNs, child, each);
        }

        @Override
        public void onMissing(long nowNs, Child child, long first, long last) {
            fetch.onMissing(nowNs, child, first, last);
        }

        @Override
        public void onRekeyRequest(long nowNs, Child child, Ingress request) {
            rekeys.onRequest(nowNs, child, request);
        }

        @Override
        public void onBad(long nowNs, Child child, long sequence, byte[] reported) {
            refetch.onBad(nowNs, child, sequence, reported);
        }
    }
}
