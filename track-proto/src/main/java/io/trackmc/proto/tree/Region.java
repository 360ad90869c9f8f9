package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.seq.LongRangeSet;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import org.jspecify.annotations.Nullable;

/**
 * A parent's region: its children, and all that it does for them. The sender and every repair head have one.
 *
 * <p>Composes binding, liveness, Heartbeats and repair; the role adds what children report to it and fetches what they
 * miss.
 */
public final class Region {

    /** How long a child that was given up is known, so that its next packet brings it back. */
    private static final long LOST_KEPT_NS = 30_000_000_000L;

    /** Receivers that may confirm here one after the other for each child that there may be at a time. */
    private static final int RECEIVERS_PER_CHILD = 4;

    private final ChildTable children;
    private final BindServer binds;
    private final HeartbeatSource heartbeats;
    private final ChildMonitor monitor;
    private final RepairServer repairs;
    private final RegionOwner owner;
    private final SubtreeTally tally;
    private final SessionState session;
    private final ProtocolConfig config;
    private final EventQueue events;
    private final Counters counters;
    private final MicroClock clock;
    private final HopKeys keys;
    private final HopSealer regionSealer;
    private final TrackMessage track = new TrackMessage();
    private final NackMessage nack = new NackMessage();
    private final UnbindRequestMessage unbind = new UnbindRequestMessage();
    private final NackSuppressMessage suppress = new NackSuppressMessage();
    private final LongRangeSet suppressed = new LongRangeSet(NackSuppressMessage.MAX_RANGES);
    private long challenges;

    /**
     * @param region region id of this parent
     * @param unicastPort port of its unicast socket, told in Advertise
     */
    public Region(
            HopKeys keys,
            int region,
            int unicastPort,
            ProtocolConfig config,
            SessionState session,
            InnerStore store,
            ControlRecord control,
            RegionOwner owner,
            EventQueue events,
            Counters counters,
            MicroClock clock) {
        this.keys = keys;
        this.children = new ChildTable(config.maxChildren());
        this.tally = new SubtreeTally(RECEIVERS_PER_CHILD * config.maxChildren());
        this.regionSealer = keys.regionSealer();
        this.binds = new BindServer(keys, regionSealer, children, session, config, counters);
        this.heartbeats = new HeartbeatSource(
                keys, regionSealer, children, session, config.tree(), clock, counters, region, unicastPort);
        this.monitor = new ChildMonitor(children, heartbeats, config.tree());
        this.repairs = new RepairServer(
                children, store, control, session, owner, counters, regionSealer, heartbeats, config);
        this.owner = owner;
        this.session = session;
        this.config = config;
        this.events = events;
        this.counters = counters;
        this.clock = clock;
    }

    public void start(long nowNs) {
        heartbeats.start(nowNs);
    }

    public ChildTable children() {
        return children;
    }

    /** Receivers of this region's subtree that have finished or failed and are no child's any more. */
    public SubtreeTally tally() {
        return tally;
    }

    /** Tells waiting children that the session is there. */
    public void sessionReady() {
        binds.onSessionReady();
    }

    /** Tells children what changed in the session without waiting for the next Heartbeat. */
    public void announce() {
        heartbeats.hasten();
    }

    /** Sends all children away under their pair keys and forgets them with all tallies: another session begins. */
    public void reset(long nowNs) {
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null) {
                resetChild(nowNs, child);
            }
        }
        tally.clear();
        repairs.clear();
        suppressed.clear();
    }

    private void resetChild(long nowNs, Child child) {
        switch (child.state()) {
            case BOUND -> {
                children.unbind(child, Child.State.LEFT);
                events.add(new ChildGone(child.id(), ChildLoss.EJECTED));
                sendAway(nowNs, child);
            }
            case LOST -> children.unbind(child, Child.State.LEFT);
            case PROVISIONAL -> resetProvisional(nowNs, child);
            case LEFT -> {}
        }
    }

    /** Whoever waits for an answer gets one about the new session; whoever has had one may believe in the old. */
    private void resetProvisional(long nowNs, Child child) {
        if (child.reply() == Child.Reply.NONE) {
            binds.dismiss(children.settled(child.id()));
            children.settle(child, Child.State.LEFT);
            sendAway(nowNs, child);
        }
    }

    /** Handles a BindRequest. */
    public void onBindRequest(long nowNs, Path path, Ingress packet) {
        binds.onBindRequest(nowNs, path, packet);
        Child provisional = children.provisional(packet.origin());
        if (provisional != null) {
            monitor.watch(provisional);
        }
    }

    /** Handles what a child sends up once it is confirmed: Track, Nack, UnbindRequest, EjectConfirm. */
    public void onUp(long nowNs, Path path, Ingress packet) {
        Child child = children.find(packet.origin(), packet.incarnation());
        if (child == null) {
            boolean known = children.settled(packet.origin()) != null;
            packet.drop(known ? DropReason.WRONG_INCARNATION : DropReason.UNKNOWN_ORIGIN);
            return;
        }
        if (!packet.passes(child.up().verify(packet.bytes(), packet.offset(), packet.outerLength()))) {
            return;
        }
        if (!path.isFrom(child.endpoint())) {
            child.endpoint(path.source());
        }
        settle(nowNs, child, packet.type());
        child.heard(nowNs);
        switch (packet.type()) {
            case TRACK -> onTrack(nowNs, child, packet);
            case NACK -> onNack(nowNs, child, packet);
            case UNBIND_REQUEST -> onUnbind(nowNs, child, packet);
            default -> packet.drop(DropReason.STALE);
        }
        challenge(nowNs, child);
    }

    /** Tells the children that this parent lacks a range too and is fetching it. Ranges collect until the notice is polled. */
    public void suppress(long first, long last) {
        if (children.boundCount() > 1) {
            suppressed.add(first, last);
        }
    }

    /** Repairs a sequence, now in the store, for one child that asked, or for all. */
    public void repair(long nowNs, long sequence, int childIndexOrRegion) {
        if (childIndexOrRegion < 0) {
            repairs.repairRegion(sequence);
        } else {
            repairs.repairChild(nowNs, sequence, childIndexOrRegion);
        }
    }

    /** Sends a stored sequence to one child alone, whatever was sent before. */
    public void answer(long nowNs, Child child, long sequence) {
        repairs.answer(nowNs, child, sequence);
    }

    /** What was sent for a sequence was false: it answers no request any more. */
    public void forgetRepair(long sequence) {
        repairs.forget(sequence);
    }

    public void onTimeout(long nowNs) {
        heartbeats.onTimeout(nowNs);
        for (Child child = monitor.nextExpired(nowNs); child != null; child = monitor.nextExpired(nowNs)) {
            expire(nowNs, child);
        }
    }

    public long nextDeadlineNs() {
        long dueNs = Deadlines.earlier(heartbeats.nextDeadlineNs(), monitor.nextDeadlineNs());
        return Deadlines.earlier(dueNs, repairs.nextDeadlineNs());
    }

    /** Writes control packets that are due: answers, notices, Heartbeats. */
    public boolean pollControl(long nowNs, Transmit out) {
        return binds.poll(out) || pollSuppress(out) || heartbeats.poll(nowNs, out);
    }

    /** Writes a repair that is due. */
    public boolean pollRepair(long nowNs, Transmit out) {
        return repairs.poll(nowNs, out);
    }

    private boolean pollSuppress(Transmit out) {
        if (suppressed.isEmpty()) {
            return false;
        }
        suppress.reset();
        for (int i = 0; i < suppressed.size(); i++) {
            suppress.addRange(suppressed.first(i), suppressed.last(i) - suppressed.first(i) + 1);
        }
        suppressed.clear();
        int outerLength = suppress.write(out.bytes(), 0);
        out.multicast(Transmit.Destination.REGION, regionSealer.seal(out.bytes(), 0, outerLength));
        counters.increment(CounterId.NACK_SUPPRESS_SENT);
        return true;
    }

    /** Counts a child from its first packet under both incarnations on, and again when one that was lost speaks. */
    private void settle(long nowNs, Child child, MessageType type) {
        switch (child.state()) {
            case PROVISIONAL -> promote(nowNs, child);
            case LOST -> {
                if (children.hasRoomFor(child.id()) || type == MessageType.UNBIND_REQUEST) {
                    promote(nowNs, child);
                } else {
                    sendAway(nowNs, child);
                }
            }
            case LEFT -> {
                if (type == MessageType.TRACK || type == MessageType.NACK) {
                    sendAway(nowNs, child);
                }
            }
            case BOUND -> {}
        }
    }

    /**
     * Asks a child that is heard from another address to echo what is sent there: a child can write any address on what it sends, and
     * must not turn repairs on others.
     */
    private void challenge(long nowNs, Child child) {
        if (child.isBound() && !child.isProven() && !child.challengedWithin(nowNs, config.tree().trackNs())) {
            child.challenged(nowNs, keys.challenge(++challenges));
            heartbeats.tell(child);
        }
    }

    private void sendAway(long nowNs, Child child) {
        keep(nowNs, child, config.tree().interiorSilenceNs());
        binds.owe(child, Child.Reply.EJECT_REQUEST);
    }

    private void promote(long nowNs, Child child) {
        Child older = children.promote(child);
        child.progressed(nowNs);
        child.heard(nowNs);
        tally.returned(child.id(), child.incarnation().high());
        monitor.watch(child);
        if (older != null) {
            binds.forget(older);
            if (older.isBound()) {
                tally.keep(older.id(), older.incarnation().high(), older.report().completeCount());
                events.add(new ChildGone(older.id(), ChildLoss.RESTARTED));
                owner.onChildGone(nowNs, older, ChildLoss.RESTARTED);
            }
        }
        events.add(new ChildBound(child.id(), child.isRepairHead()));
        owner.onChildBound(nowNs, child);
    }

    private void onTrack(long nowNs, Child child, Ingress packet) {
        if (!track.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (!child.isBound()) {
            packet.drop(DropReason.STALE);
            return;
        }
        counters.increment(CounterId.TRACKS_RECEIVED);
        if (track.cumAck() > child.report().cumAck()) {
            child.progressed(nowNs);
        }
        if (track.hasHeartbeatEcho() && !child.echoed(track.heartbeatEcho())) {
            child.rtt().sample(clock.sinceNs(track.heartbeatEcho(), nowNs) - track.heartbeatDally() * 1000L);
        }
        child.report().update(track, child.isRepairHead());
        for (int i = 0; child.isRepairHead() && i < track.failureListLength(); i++) {
            tally.reportedFailed(track.failure(i));
        }
        repairs.onTrack(nowNs, child, track);
        owner.onTrack(nowNs, child, track);
    }

    private void onNack(long nowNs, Child child, Ingress packet) {
        if (!nack.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (!child.isBound()) {
            packet.drop(DropReason.STALE);
            return;
        }
        counters.increment(CounterId.NACKS_RECEIVED);
        repairs.onNack(nowNs, child, nack);
    }

    private void onUnbind(long nowNs, Child child, Ingress packet) {
        if (!unbind.parse(packet.bytes(), packet.offset())) {
            packet.drop(DropReason.MALFORMED);
            return;
        }
        if (unbind.ask()) {
            binds.owe(child, Child.Reply.UNBIND_ASKED);
            return;
        }
        if (child.isBound()) {
            boolean done = unbind.reason() == UnbindReason.SESSION_DONE;
            takeOver(child, done ? unbind.completeCount() : 0, unbind.failureCount());
            goes(nowNs, child, Child.State.LEFT, done ? ChildLoss.DONE : ChildLoss.LEFT);
            keep(nowNs, child, config.tree().interiorSilenceNs());
        }
        binds.owe(child, Child.Reply.UNBIND_CONFIRM);
    }

    /** A receiver speaks for itself alone. */
    private void takeOver(Child child, int completeCount, int failureCount) {
        if (child.isRepairHead()) {
            tally.departed(completeCount, failureCount);
        } else if (completeCount > 0 && !tally.confirmed(child.id())) {
            counters.increment(CounterId.CONFIRMATIONS_IGNORED);
        }
    }

    private void expire(long nowNs, Child child) {
        switch (child.state()) {
            case BOUND -> giveUp(nowNs, child);
            case PROVISIONAL -> loseProvisional(nowNs, child);
            case LEFT, LOST -> binds.dismiss(child);
        }
    }

    private void giveUp(long nowNs, Child child) {
        tally.failed(child.id(), child.report().receiverCount());
        tally.keep(child.id(), child.incarnation().high(), child.report().completeCount());
        binds.forget(child);
        goes(nowNs, child, Child.State.LOST, ChildLoss.SILENT);
        keep(nowNs, child, LOST_KEPT_NS);
    }

    /** The child may believe that it is bound. While an older run of it still counts, it waits. */
    private void loseProvisional(long nowNs, Child child) {
        Child older = children.settled(child.id());
        if (older != null && older.isBound()) {
            keep(nowNs, child, config.tree().interiorSilenceNs());
            return;
        }
        binds.dismiss(older);
        binds.forget(child);
        children.settle(child, Child.State.LOST);
        keep(nowNs, child, LOST_KEPT_NS);
    }

    private void goes(long nowNs, Child child, Child.State newState, ChildLoss why) {
        children.unbind(child, newState);
        events.add(new ChildGone(child.id(), why));
        owner.onChildGone(nowNs, child, why);
    }

    private void keep(long nowNs, Child child, long forNs) {
        child.expiresNs(Deadlines.after(nowNs, forNs));
        monitor.watch(child);
    }

    /** Session that this region serves. */
    public SessionState session() {
        return session;
    }

    /** The child at an index, or null. */
    public @Nullable Child childAt(int index) {
        return children.at(index);
    }
}
