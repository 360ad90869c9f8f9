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

    private final ChildTable children;
    private final BindServer binds;
    private final HeartbeatSource heartbeats;
    private final ChildMonitor monitor;
    private final RepairServer repairs;
    private final RegionOwner owner;
    private final SubtreeTally tally = new SubtreeTally();
    private final SessionState session;
    private final ProtocolConfig config;
    private final EventQueue events;
    private final Counters counters;
    private final MicroClock clock;
    private final HopSealer regionSealer;
    private final TrackMessage track = new TrackMessage();
    private final NackMessage nack = new NackMessage();
    private final UnbindRequestMessage unbind = new UnbindRequestMessage();
    private final NackSuppressMessage suppress = new NackSuppressMessage();
    private final LongRangeSet suppressed = new LongRangeSet(NackSuppressMessage.MAX_RANGES);

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
        this.children = new ChildTable(config.maxChildren());
        this.regionSealer = keys.regionSealer();
        this.binds = new BindServer(keys, children, session, config, counters);
        this.heartbeats = new HeartbeatSource(
                keys, regionSealer, children, session, config.tree(), clock, counters, region, unicastPort);
        this.monitor = new ChildMonitor(children, heartbeats, config.tree());
        this.repairs = new RepairServer(children, store, control, session, owner, counters, regionSealer, config);
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
            if (child != null && child.isBound()) {
                children.leave(child);
                expireLater(nowNs, child);
                binds.owe(child, Child.Reply.EJECT_REQUEST);
                events.add(new ChildGone(child.id(), ChildLoss.EJECTED));
            }
        }
        tally.clear();
        repairs.clear();
        suppressed.clear();
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
        if (child.state() == Child.State.PROVISIONAL) {
            promote(nowNs, child);
        }
        child.heard(nowNs);
        if (!path.isFrom(child.endpoint())) {
            child.endpoint(path.source());
        }
        switch (packet.type()) {
            case TRACK -> onTrack(nowNs, child, packet);
            case NACK -> onNack(nowNs, child, packet);
            case UNBIND_REQUEST -> onUnbind(nowNs, child, packet);
            default -> packet.drop(DropReason.STALE);
        }
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

    public void onTimeout(long nowNs) {
        heartbeats.onTimeout(nowNs);
        for (Child child = monitor.nextExpired(nowNs); child != null; child = monitor.nextExpired(nowNs)) {
            if (child.isBound()) {
                giveUp(nowNs, child);
            } else {
                binds.forget(child);
                children.remove(child);
            }
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

    private void promote(long nowNs, Child child) {
        Child older = children.settled(child.id());
        if (older != null && older.isBound()) {
            goes(nowNs, older, ChildLoss.RESTARTED);
        }
        if (older != null) {
            binds.forget(older);
        }
        children.promote(child);
        child.heard(nowNs);
        child.progressed(nowNs);
        tally.returned(child.id());
        monitor.watch(child);
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
        if (track.hasHeartbeatEcho()) {
            child.rtt().sample(clock.sinceNs(track.heartbeatEcho(), nowNs) - track.heartbeatDally() * 1000L);
        }
        child.report().update(track);
        for (int i = 0; i < track.failureListLength(); i++) {
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
        if (child.isBound()) {
            boolean done = unbind.reason() == UnbindReason.SESSION_DONE;
            tally.departed(done ? unbind.completeCount() : 0, unbind.failureCount());
            goes(nowNs, child, done ? ChildLoss.DONE : ChildLoss.LEFT);
            expireLater(nowNs, child);
        }
        binds.owe(child, Child.Reply.UNBIND_CONFIRM);
    }

    private void giveUp(long nowNs, Child child) {
        int receivers = child.isRepairHead() ? child.report().receiverCount() : 1;
        tally.failed(child.id(), child.isRepairHead(), receivers, child.report().completeCount());
        goes(nowNs, child, ChildLoss.SILENT);
        binds.forget(child);
        children.remove(child);
    }

    private void goes(long nowNs, Child child, ChildLoss why) {
        children.leave(child);
        events.add(new ChildGone(child.id(), why));
        owner.onChildGone(nowNs, child, why);
    }

    private void expireLater(long nowNs, Child child) {
        child.expiresNs(Deadlines.after(nowNs, config.tree().interiorSilenceNs()));
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
