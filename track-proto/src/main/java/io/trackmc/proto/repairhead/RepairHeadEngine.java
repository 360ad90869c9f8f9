package io.trackmc.proto.repairhead;

import io.trackmc.proto.aggregate.LossMeter;
import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.InnerCheck;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.Wakefulness;
import io.trackmc.proto.time.Linger;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.tree.BindSettings;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ParentBond;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.RegionOwner;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.SubtreeTally;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.tree.UpstreamOwner;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.DataActivity;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindReason;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A repair head: keeps the INNERs of the data stream, repairs its region from them, fetches what it misses, and reports for
 * its whole subtree. It cannot open an INNER.
 *
 * <pre>
 *   JOINING --parent confirms--> ACTIVE --closed, children done--> LEAVING --> WAITING
 *                                 |  ^                                            |
 *                      parent lost|  |another confirms       a new session begins |
 *                                 v  |                                            v
 *                             REPARENTING                                       ACTIVE
 * </pre>
 *
 * <p>State changes of the session (trailing edge, close) are believed only from the parent under the pair key (security rules,
 * "Acceptance of a packet"). An RH that has no parent for a while goes on serving its children.
 */
public final class RepairHeadEngine implements Engine {

    private static final int DATA_OVERHEAD_BYTES = ODataHeader.LENGTH + HopKeys.ICV_LENGTH;
    private static final long WAIT_FOR_SESSION_NS = 250_000_000L;
    private static final int GIVE_UP_ATTEMPTS = 3;

    /** How long an RH whose children are through waits for one that it lost, before it says good-bye. */
    private static final long LINGER_NS = 2_500_000_000L;

    private final HopKeys keys;
    private final RepairHeadConfig place;
    private final ProtocolConfig config;
    private final Counters counters = new Counters();
    private final EventQueue events = new EventQueue(counters);
    private final MicroClock clock = new MicroClock();
    private final Ingress packet;
    private final SessionState session = new SessionState();
    private final InnerStore store;
    private final ControlRecord control;
    private final SequenceTracker tracker;
    private final Wanted wanted;
    private final Refetch refetch;
    private final Upstream upstream;
    private final Region region;
    private final SubtreeSummary summary = new SubtreeSummary();
    private final LossMeter loss = new LossMeter();
    private final DataActivity activity = new DataActivity();
    private final Wakefulness wakefulness = new Wakefulness();
    private final SenderEcho echo = new SenderEcho();
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final long[] bitmap = new long[TrackMessage.MAX_BITMAP_WORDS];

    private final Linger linger = new Linger(LINGER_NS);

    private RepairHeadState state = RepairHeadState.JOINING;
    private @Nullable HopVerifier dataVerifier;
    private long reportedAllowed;
    private final ToldCount told = new ToldCount();
    private int departingComplete;
    private int departingFailed;

    /** What this parent was found unable to repair; 0 without a parent, because the next may be able. */
    private long goneBelow;

    public RepairHeadEngine(HopKeys keys, RepairHeadConfig place, ProtocolConfig config, RandomGenerator random) {
        this.keys = keys;
        this.place = place;
        this.config = config;
        this.packet = new Ingress(counters, config.datagramBytes());
        int innerBytes = config.datagramBytes() - DATA_OVERHEAD_BYTES + ODataHeader.LENGTH;
        this.store = new InnerStore(config.storePackets(), innerBytes);
        this.control = new ControlRecord(innerBytes);
        this.tracker = new SequenceTracker(config.storePackets());
        this.wanted = new Wanted(config.storePackets());
        BindSettings settings = new BindSettings(BindRole.REPAIR_HEAD, place.homeRegion(), place.parents(),
                config.tree());
        this.upstream = new Upstream(
                keys, settings, config, tracker, config.storePackets(), new ChildSide(), events, counters, random);
        this.region = new Region(
                keys, place.region(), place.unicastPort(), config, session, store, control, new ParentSide(), events,
                counters, clock);
        this.refetch = new Refetch(store, tracker, wanted, upstream, region);
    }

    /** Begins to look for a parent and to advertise itself. Called once. */
    public void start(long nowNs) {
        upstream.start(nowNs);
        region.start(nowNs);
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        noticeOversleeping(nowNs);
        if (!packet.accept(bytes, offset, length)) {
            return;
        }
        switch (packet.type()) {
            case ODATA -> onOData(nowNs);
            case NULL_DATA -> onNullData(nowNs);
            case RDATA -> onRData(nowNs);
            case BIND_REQUEST -> region.onBindRequest(nowNs, path, packet);
            case TRACK, NACK, UNBIND_REQUEST, EJECT_CONFIRM -> region.onUp(nowNs, path, packet);
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
        if (activity.isDue(nowNs)) {
            learnHighest(nowNs, activity.hinted());
        }
        upstream.onTimeout(nowNs);
        region.onTimeout(nowNs);
        if (Deadlines.isDue(linger.deadlineNs(), nowNs)) {
            checkDone(nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        long dueNs = Deadlines.earlier(upstream.nextDeadlineNs(), region.nextDeadlineNs());
        dueNs = Deadlines.earlier(dueNs, activity.deadlineNs());
        return wakefulness.promise(
                state == RepairHeadState.ACTIVE ? Deadlines.earlier(dueNs, linger.deadlineNs()) : dueNs);
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        if (region.pollControl(nowNs, out) || upstream.poll(nowNs, out) || region.pollRepair(nowNs, out)) {
            counters.increment(CounterId.DATAGRAMS_SENT);
            counters.add(CounterId.BYTES_SENT, out.length());
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

    public RepairHeadState state() {
        return state;
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

    /** What was sent while this node stood still waits in its sockets: nobody is silent, and nothing is missing, until it is read. */
    private void noticeOversleeping(long nowNs) {
        if (wakefulness.overslept(nowNs)) {
            activity.postpone(nowNs);
            upstream.overslept(nowNs);
        }
    }

    private void onOData(long nowNs) {
        HopVerifier verifier = sourceVerifier();
        if (verifier != null && acceptInner(nowNs, verifier)) {
            counters.increment(CounterId.DATA_PACKETS);
            echo.own(nowNs, ODataHeader.timestamp(packet.bytes(), packet.offset()));
        }
    }

    /** The control record in it is for receivers: this node cannot open it, and takes one only from its parent alone. */
    private void onNullData(long nowNs) {
        HopVerifier verifier = sourceVerifier();
        if (verifier == null) {
            return;
        }
        byte[] bytes = packet.bytes();
        int offset = packet.offset();
        boolean alone = packet.innerLength() == 0;
        if (packet.passes(alone
                ? verifier.verify(bytes, offset, packet.outerLength())
                : verifier.verify(bytes, offset, packet.outerLength(), packet.innerLength(), digest, 0))) {
            learnHighest(nowNs, NullDataHeader.highestSent(bytes, offset));
            if (alone) {
                // The others could be replayed.
                activity.heard();
                echo.own(nowNs, NullDataHeader.timestamp(bytes, offset));
            }
        }
    }

    private void onRData(long nowNs) {
        boolean onDataChannel = packet.classCode() == KeyClass.DATA.code();
        HopVerifier verifier = onDataChannel ? sourceVerifier() : upstream.repairVerifier(packet);
        if (verifier != null && acceptInner(nowNs, verifier)) {
            counters.increment(CounterId.REPAIRS_RECEIVED);
            if (!onDataChannel) {
                upstream.heardParent(nowNs);
            }
        }
    }

    private @Nullable HopVerifier sourceVerifier() {
        HopVerifier verifier = dataVerifier;
        if (packet.origin() != place.source()) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return null;
        }
        if (verifier == null || packet.incarnation() != session.incarnation().high()) {
            packet.drop(DropReason.WRONG_INCARNATION);
            return null;
        }
        return verifier;
    }

    private boolean acceptInner(long nowNs, HopVerifier verifier) {
        byte[] bytes = packet.bytes();
        int inner = packet.innerOffset();
        if (!packet.passes(InnerCheck.of(bytes, inner, place.source(), session.incarnation().high()))) {
            return false;
        }
        boolean isControl = InnerHeader.stream(bytes, inner) == InnerHeader.STREAM_CONTROL;
        long sequence = InnerHeader.sequence(bytes, inner);
        if (!packet.passes(isControl ? controlAdmission(sequence) : dataAdmission(sequence))) {
            return false;
        }
        if (!packet.passes(verifier.verify(
                bytes, packet.offset(), packet.outerLength(), packet.innerLength(), digest, 0))) {
            return false;
        }
        if (packet.classCode() == KeyClass.DATA.code()) {
            activity.heard();
        } else if (!isControl && isAhead(nowNs, sequence)) {
            packet.drop(DropReason.STALE);
            return false;
        }
        if (isControl) {
            control.set(sequence, bytes, inner, packet.innerLength(), digest, 0);
        } else {
            keep(nowNs, sequence, inner);
        }
        return true;
    }

    /**
     * A repair for a sibling, of what may still wait in this node's own data socket: taken, it would make all before it look lost. It
     * is a hint; should the data channel stay silent, this node asks for the packet too.
     */
    private boolean isAhead(long nowNs, long sequence) {
        if (sequence <= tracker.highest()) {
            return false;
        }
        takeHint(nowNs, sequence);
        return true;
    }

    private @Nullable DropReason controlAdmission(long sequence) {
        if (packet.classCode() != KeyClass.INTERIOR_PAIR.code()) {
            return DropReason.WRONG_KEY_CLASS;
        }
        if (sequence <= control.acknowledged()) {
            return DropReason.DUPLICATE;
        }
        return sequence > control.acknowledged() + store.capacity() ? DropReason.OUT_OF_WINDOW : null;
    }

    /** Only what comes under the pair key replaces an INNER that a receiver could not open. */
    private @Nullable DropReason dataAdmission(long sequence) {
        if (refetch.isWaiting(sequence)) {
            DropReason refused = tracker.isHeld(sequence) ? DropReason.DUPLICATE : DropReason.WRONG_KEY_CLASS;
            return packet.classCode() == KeyClass.INTERIOR_PAIR.code() ? null : refused;
        }
        return switch (tracker.admission(sequence)) {
            case NEW -> null;
            case DUPLICATE -> DropReason.DUPLICATE;
            case OUT_OF_WINDOW -> DropReason.OUT_OF_WINDOW;
        };
    }

    private void keep(long nowNs, long sequence, int innerOffset) {
        byte[] slot = store.claim(sequence);
        System.arraycopy(packet.bytes(), innerOffset, slot, 0, packet.innerLength());
        System.arraycopy(digest, 0, slot, store.digestOffset(), digest.length);
        store.commit(sequence, packet.innerLength());
        // Of what is stored only, not of what is heard of: who joins, or comes from another parent, relies on it.
        session.highestSequence(sequence);
        session.lowestRepairable(sequence - store.capacity() + 1);
        refetch.arrived(nowNs, sequence, digest);
        if (!tracker.isHeld(sequence)) {
            boolean newest = sequence > tracker.highest();
            tracker.markHeld(sequence);
            loss.received();
            if (newest) {
                onLeadingEdge(nowNs);
            }
            updateLimit();
            upstream.tracks().changed();
        }
        if (wanted.contains(sequence)) {
            region.repair(nowNs, sequence, wanted.take(sequence));
        }
        checkDone(nowNs);
    }

    /** Another channel tells of the data channel's leading edge. */
    private void takeHint(long nowNs, long sequence) {
        if (sequence > tracker.highest()) {
            activity.hint(nowNs, sequence);
        }
    }

    private void learnHighest(long nowNs, long sequence) {
        if (session.isOpen() && tracker.learnHighest(sequence)) {
            onLeadingEdge(nowNs);
        }
    }

    private void onLeadingEdge(long nowNs) {
        int found = upstream.onLeadingEdge(nowNs);
        if (found > 0) {
            loss.lost(found);
        }
    }

    /** The store takes in what it can without losing what a child still needs. */
    private void updateLimit() {
        summary.compute(region.children());
        long floor = Math.min(tracker.cumAck(), summary.cumAck());
        tracker.raiseLimit(floor + store.capacity());
    }

    private long highestAllowed() {
        return Math.min(summary.highestAllowed(), tracker.cumAck() + config.windowPackets());
    }

    private void checkDone(long nowNs) {
        boolean through = session.isClosed()
                && tracker.cumAck() >= session.closeSequence()
                && region.children().boundCount() == 0;
        if (session.isClosed() && tracker.cumAck() >= session.closeSequence()) {
            session.whole();
        }
        if (!through) {
            linger.cancel();
        } else if (state == RepairHeadState.REPARENTING && !hasNews()) {
            waitForSession();
        } else if (state == RepairHeadState.ACTIVE && (region.tally().failed() == 0 || linger.isOver(nowNs))) {
            sayGoodBye(nowNs);
        }
    }

    private void sayGoodBye(long nowNs) {
        state = RepairHeadState.LEAVING;
        departingComplete = told.of(region.tally().complete());
        departingFailed = region.tally().failed();
        upstream.binds().leave(nowNs, UnbindReason.SESSION_DONE, departingComplete, departingFailed);
    }

    /** Whether there are receivers, confirmed or given up, of which no parent was told. */
    private boolean hasNews() {
        return told.of(region.tally().complete()) > 0 || region.tally().failed() > 0;
    }

    /** Asks to be let in again, to tell of a child, or of a confirmation, of the finished session. */
    private void rejoin(long nowNs) {
        state = RepairHeadState.REPARENTING;
        upstream.binds().sessionFinished(Incarnation.ZERO);
        upstream.binds().restart(nowNs, 0);
    }

    private void waitForSession() {
        state = RepairHeadState.WAITING;
        linger.cancel();
        upstream.binds().sessionFinished(session.incarnation());
    }

    private void openSession(long nowNs, Incarnation source, BindConfirmMessage confirm) {
        if (session.isOpen()) {
            region.reset(nowNs);
        }
        told.clear();
        session.open(place.source(), source);
        dataVerifier = keys.dataVerifier(place.source(), source);
        store.clear();
        control.clear();
        wanted.clear();
        refetch.clear();
        goneBelow = 0;
        long first = SessionState.firstForRepairHead(confirm.lowestRepairable(), confirm.highestReleased());
        tracker.start(first);
        session.lowestRepairable(first);
        session.highestSequence(first - 1);
        upstream.nacks().start();
        updateLimit();
        events.add(new SessionOpened(place.source(), source, first));
    }

    /** What a parent can no longer repair is gone. A child that still needs it holds this node's store: the rest goes when it has moved. */
    private void giveUpBelow(long lowestRepairable) {
        goneBelow = lowestRepairable;
        updateLimit();
        tracker.learnHighest(lowestRepairable - 1);
        for (long s = tracker.nextMissing(0); s != 0 && s < lowestRepairable; s = tracker.nextMissing(0)) {
            long end = Math.min(lowestRepairable - 1, tracker.endOfMissing(s) - 1);
            givenUp(s, end, tracker.giveUpThrough(end));
        }
        if (tracker.cumAck() < lowestRepairable - 1 && !tracker.hasGaps() && summary.cumAck() >= lowestRepairable - 1) {
            // Nobody here needs any of it, so it is passed over in one go, however much it is.
            long first = tracker.cumAck() + 1;
            tracker.passOver(lowestRepairable - 1);
            givenUp(first, lowestRepairable - 1, 0);
        }
        session.highestSequence(tracker.highest());
    }

    private void givenUp(long first, long last, long sequences) {
        if (last <= summary.receiversCumAck()) {
            events.add(new PassedOver(first, last));
        } else {
            counters.add(CounterId.UNRECOVERABLE, sequences);
            events.add(new Unrecoverable(first, last));
        }
        session.lowestRepairable(last + 1);
        updateLimit();
        upstream.tracks().changed();
    }

    private void takePlaceUnder(ParentBond bond, int parentLevel) {
        session.place(Math.min(parentLevel + 1, SessionState.DISCONNECTED));
        session.addAncestor(bond.parent());
    }

    private final class ChildSide implements UpstreamOwner {

        @Override
        public void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {
            Incarnation source = new Incarnation(confirm.sourceIncarnationHigh(), confirm.sourceIncarnationLow());
            boolean failover = state == RepairHeadState.REPARENTING;
            events.add(new ParentBound(bond.parent(), confirm.level(), failover));
            if (!session.isOpen() || !source.equals(session.incarnation())) {
                openSession(nowNs, source, confirm);
            } else {
                learnHighest(nowNs, confirm.lowestRepairable() - 1);
                giveUpBelow(confirm.lowestRepairable());
                upstream.nacks().onNewParent(nowNs);
                control.doubt();
                forgetSourceCounter();
            }
            told.boundTo(bond.parent(), bond.incarnation());
            takePlaceUnder(bond, confirm.level());
            for (int i = 0; i < confirm.ancestorCount(); i++) {
                session.addAncestor(confirm.ancestor(i));
            }
            state = RepairHeadState.ACTIVE;
            session.highestReleased(confirm.highestReleased());
            takeHint(nowNs, confirm.highestSequence());
            region.sessionReady();
            region.announce();
            checkDone(nowNs);
        }

        /** The parent before may have lied. */
        private void forgetSourceCounter() {
            HopVerifier verifier = dataVerifier;
            if (verifier != null) {
                verifier.liftFloors();
                session.sourceCounter(0, 0);
            }
        }

        /** Passed on: the children learn what this node's parent knows, a Heartbeat later at each level. */
        @Override
        public void onSourceCounter(int spi, long counter) {
            HopVerifier verifier = dataVerifier;
            if (verifier != null) {
                verifier.floor(spi, counter);
                session.sourceCounter(spi, counter);
            }
        }

        @Override
        public void onParentLost(long nowNs) {
            state = RepairHeadState.REPARENTING;
            goneBelow = 0;
            session.place(SessionState.DISCONNECTED);
            region.announce();
            checkDone(nowNs);
        }

        @Override
        public long oldestNeeded() {
            summary.compute(region.children());
            return session.isOpen() ? Math.min(tracker.cumAck(), summary.cumAck()) + 1 : 0;
        }

        @Override
        public int receiverCount() {
            summary.compute(region.children());
            return summary.receiverCount();
        }

        @Override
        public void onUnbound(long nowNs) {
            events.add(new Finished());
            if (upstream.binds().hasHandedOver()) {
                told.handedOver(departingComplete);
                region.tally().handOverFailed(departingFailed);
            }
            if (region.children().boundCount() > 0 || hasNews()) {
                rejoin(nowNs);
            } else {
                waitForSession();
                upstream.binds().restart(nowNs, WAIT_FOR_SESSION_NS);
            }
        }

        @Override
        public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {
            takeHint(nowNs, heartbeat.highestSequence());
            if (told.isWaiting()) {
                upstream.tracks().changed();
            }
            if (alone) {
                obey(nowNs, heartbeat);
            }
        }

        private void obey(long nowNs, HeartbeatMessage heartbeat) {
            ParentBond bond = upstream.binds().bond();
            if (bond == null) {
                return;
            }
            takePlaceUnder(bond, heartbeat.level());
            for (int i = 0; i < heartbeat.ancestorCount(); i++) {
                if (heartbeat.ancestor(i) == keys.nodeId()) {
                    upstream.binds().onLoop(nowNs);
                    return;
                }
                session.addAncestor(heartbeat.ancestor(i));
            }
            session.highestReleased(heartbeat.highestReleased());
            giveUpUnrepairable(heartbeat.lowestRepairable());
            if (heartbeat.closed() && !session.isClosed()) {
                session.close(heartbeat.closeSequence());
                events.add(new SessionClosed(heartbeat.closeSequence(), false));
                takeHint(nowNs, heartbeat.closeSequence());
                upstream.tracks().hasten();
                region.announce();
                checkDone(nowNs);
            }
        }

        private void giveUpUnrepairable(long lowestRepairable) {
            long missing = tracker.nextMissing(0);
            if (missing != 0
                    && missing < lowestRepairable
                    && upstream.nacks().attempts(missing) >= GIVE_UP_ATTEMPTS) {
                giveUpBelow(lowestRepairable);
            }
        }

        @Override
        public void fillTrack(long nowNs, TrackMessage track) {
            summary.compute(region.children());
            boolean leafless = summary.receiverCount() == 0;
            reportedAllowed = highestAllowed();
            track.cumAck(tracker.cumAck())
                    .subtreeCumAck(Math.min(tracker.cumAck(), summary.cumAck()))
                    .highestAllowed(reportedAllowed)
                    .subtreeConfirmed(leafless ? tracker.cumAck() : summary.confirmed())
                    .controlCumAck(Math.min(control.acknowledged(), summary.controlCumAck()))
                    .receiverCount(summary.receiverCount())
                    .completeCount(confirmedToTell(nowNs))
                    .failureCount(SubtreeTally.sum(summary.failureCount(), region.tally().failed()))
                    .slowest(summary.slowest())
                    .worstLoss(Math.max(loss.rate(), summary.worstLoss()))
                    .transportEpoch(Math.min(keys.transportEpoch(), summary.transportEpoch()))
                    .contentEpoch(summary.contentEpoch());
            echo.fill(nowNs, track);
            for (int i = 0; i < region.tally().failures().size(); i++) {
                track.addFailure(region.tally().failures().get(i));
            }
            for (int i = 0; i < region.tally().reported().size(); i++) {
                track.addFailure(region.tally().reported().get(i));
            }
            track.setBitmap(bitmap, tracker.missingBitmap(bitmap));
        }
    }

    private int confirmedToTell(long nowNs) {
        ParentBond bond = upstream.binds().bond();
        int confirmed = SubtreeTally.sum(summary.completeCount(), region.tally().complete());
        return bond == null ? 0 : told.tell(nowNs, confirmed, bond.lastHeardNs());
    }

    private final class ParentSide implements RegionOwner {

        @Override
        public void onChildBound(long nowNs, Child child) {
            upstream.tracks().hasten();
            updateLimit();
            if (state == RepairHeadState.WAITING) {
                // Its success is reported as long as somebody above listens.
                rejoin(nowNs);
            }
        }

        @Override
        public void onChildGone(long nowNs, Child child, ChildLoss why) {
            upstream.tracks().hasten();
            updateLimit();
            checkDone(nowNs);
        }

        @Override
        public void onTrack(long nowNs, Child child, TrackMessage track) {
            if (track.hasSenderEcho()) {
                echo.child(nowNs, track.senderEcho());
            }
            if (tracker.cumAck() + 1 < goneBelow) {
                giveUpBelow(goneBelow);
            }
            updateLimit();
            upstream.tracks().changed();
            if (highestAllowed() - reportedAllowed >= config.windowPackets() / 4) {
                upstream.tracks().hasten();
            }
        }

        @Override
        public void onMissing(long nowNs, Child child, long first, long last) {
            long newlyFrom = 0;
            for (long s = tracker.nextMissing(first); s != 0 && s <= last; s = tracker.nextMissing(s + 1)) {
                boolean isNew = wanted.add(s, child.index());
                newlyFrom = isNew && newlyFrom == 0 ? s : newlyFrom;
            }
            refetch.askAgain(child, first, last);
            if (newlyFrom != 0) {
                region.suppress(newlyFrom, Math.min(last, tracker.highest()));
                upstream.nacks().hasten(nowNs, newlyFrom, last);
            }
        }

        @Override
        public void onBad(long nowNs, Child child, long sequence, byte[] reported) {
            refetch.onBad(nowNs, child, sequence, reported);
        }
    }
}
