package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineScratch;
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
import io.trackmc.proto.rate.JointLimit;
import io.trackmc.proto.rate.RateLimit;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptLedger;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A parent's region: its children, and all that it does for them. The sender and every repair head have one.
 *
 * <p>Composes binding ({@link BindServer}, {@link UnbindServer}), liveness ({@link RegionMembership}), Heartbeats ({@link HeartbeatSource}), reports
 * ({@link TrackIntake}) and repair ({@link RepairServer}); the role adds what children report to it and fetches what they miss.
 */
public final class Region {

    /** Receivers that may confirm here one after the other for each child that there may be at a time. */
    private static final int RECEIVERS_PER_CHILD = 4;

    private static final int REPAIR_BURST_PACKETS = 64;

    private final ChildTable children;
    private final BindServer binds;
    private final BindAnswers bindAnswers;
    private final HeartbeatSource heartbeats;
    private final QueryAnswers queryAnswers;
    private final RegionMembership membership;
    private final Admission admission;
    private final LeavingNotice leaving;
    private final UnbindServer unbinds;
    private final TrackIntake tracks;
    private final RepairServer repairs;
    private final RegionReceipts receipts;
    private final RegionOwner owner;
    private final SubtreeTally tally;
    private final SessionState session;
    private final ChildRoom room;
    private ProtocolConfig config;
    private final Counters counters;
    private final HopKeys keys;
    private final SuppressNotice suppressed;
    private final NackMessage nack;
    private final HopSealer regionSealer;
    private final TokenBucket ownBudget;
    private final RateLimit repairBudget;
    private long challenges;

    /**
     * @param region region id of this parent
     * @param unicastPort port of its unicast socket, told in Advertise
     * @param limits that it shares with others
     */
    public Region(
            HopKeys keys,
            int region,
            int unicastPort,
            TenantLimits limits,
            ProtocolConfig config,
            SessionState session,
            InnerStore store,
            ControlRecord control,
            RegionOwner owner,
            EventQueue events,
            Counters counters,
            MicroClock clock, EngineScratch scratch) {
        this.nack = scratch.received().nack();
        this.keys = keys;
        this.children = new ChildTable(config.maxChildren(), limits.places());
        this.tally = new SubtreeTally(RECEIVERS_PER_CHILD * config.maxChildren());
        this.regionSealer = keys.regionSealer();
        this.ownBudget = new TokenBucket(
                config.repairBytesPerSecond(), REPAIR_BURST_PACKETS * config.datagramBytes());
        this.repairBudget = limits.rate().isLimited() ? new JointLimit(ownBudget, limits.rate()) : ownBudget;
        this.suppressed = new SuppressNotice(regionSealer, counters, scratch);
        this.admission = new Admission(children, config.reservedForRepairHeads());
        this.bindAnswers = new BindAnswers(
                keys, regionSealer, children, new AlternateParents(children, owner), session, config, counters,
                scratch);
        this.binds = new BindServer(keys, children, admission, bindAnswers, session, config, counters, scratch);
        this.leaving = new LeavingNotice(children, bindAnswers, config.tree());
        Advertisement advertisement = new Advertisement(keys, admission, session, region, unicastPort, scratch);
        this.queryAnswers = new QueryAnswers(keys, advertisement, counters, scratch);
        this.heartbeats = new HeartbeatSource(
                regionSealer, advertisement, children, session, config.tree(), clock, counters, scratch);
        this.room = new ChildRoom(session, config);
        ChildMonitor monitor = new ChildMonitor(children, heartbeats, config.tree(), room);
        this.membership = new RegionMembership(
                children, admission, bindAnswers, monitor, room, tally, owner, config.tree(), events, counters);
        this.repairs = new RepairServer(
                children, store, control, session, owner, counters, regionSealer, keys.dataSealer(), heartbeats,
                config, repairBudget);
        this.unbinds = new UnbindServer(membership, bindAnswers, scratch);
        this.tracks = new TrackIntake(
                tally, session, repairs, owner, clock, config.storePackets(), counters, scratch);
        this.receipts = new RegionReceipts(session);
        this.owner = owner;
        this.session = session;
        this.config = config;
        this.counters = counters;
    }

    public void start(long nowNs) {
        heartbeats.start(nowNs);
    }

    /**
     * Goes on with other limits: rate of repairs, most children and those reserved for repair heads, what is done about slow ones. Children that are
     * there stay, also above a lowered limit.
     *
     * @param other the same as at the start in all else, with at most as many children
     */
    public void retune(long nowNs, ProtocolConfig other) {
        admission.limit(other.maxChildren(), other.reservedForRepairHeads());
        ownBudget.rate(nowNs, other.repairBytesPerSecond(), REPAIR_BURST_PACKETS * other.datagramBytes());
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null) {
                child.repairBudget().rate(nowNs, other.childRepairBytesPerSecond(), other.childRepairBurstBytes());
            }
        }
        room.flow(other.flow());
        binds.retune(other);
        config = other;
    }

    public ChildTable children() {
        return children;
    }

    /** Receivers of this region's subtree that have finished or failed and are no child's any more. */
    public SubtreeTally tally() {
        return tally;
    }

    /** Keeps an account of what each child confirms, for receipts. Before it starts. */
    public void keepReceipts() {
        membership.keepReceipts(receipts.keep(config.maxChildren()));
    }

    /** What has not been taken yet of what children confirm; null where nobody {@link #keepReceipts}. */
    public @Nullable ReceiptLedger receipts() {
        return receipts.ledger();
    }

    /** An interval is over: what children have confirmed by now. Empty where nothing has changed, or nobody {@link #keepReceipts}. */
    public List<ReceiptBook> takeReceipts() {
        return receipts.take();
    }

    /** Tells waiting children that the session is there. */
    public void sessionReady() {
        binds.onSessionReady();
    }

    /** Tells one child alone what there is: what the others can say too, it takes for a hint. */
    public void tell(Child child) {
        heartbeats.tell(child);
    }

    /** Tells children what changed in the session without waiting for the next Heartbeat. */
    public void announce() {
        heartbeats.hasten();
    }

    /** Sends all children away under their pair keys and forgets them with all tallies: another session begins. */
    public void reset(long nowNs) {
        membership.reset(nowNs);
        receipts.close();
        repairs.clear();
        suppressed.clear();
    }

    /** Tells the region at once what this parent is, where it would be told at the next turn. */
    public void advertise() {
        heartbeats.advertise();
    }

    /** This parent is going to stop: takes nobody new, and tells all who are here to go, though it still serves them. */
    public void drain(long nowNs) {
        admission.close();
        heartbeats.advertise();
        leaving.begin(nowNs);
        leaving.onTimeout(nowNs);
    }

    /** Gives up the children that are still there, and tells them so. */
    public void abandonAll(long nowNs) {
        membership.abandonAll(nowNs);
    }

    /** A node was expelled: it is no child any more, and never will be. */
    public void expel(long nowNs, int id) {
        membership.expel(nowNs, id);
    }

    /** Which nodes have been expelled; asked for each that wants to bind, or speaks. */
    public void expelled(IntPredicate expelledIds) {
        admission.expelled(expelledIds);
    }

    /** Seals what this parent sends to all its children. */
    public HopSealer sealer() {
        return regionSealer;
    }

    /** What all repairs, and parts of rekeys, are paced by. */
    public RateLimit repairBudget() {
        return repairBudget;
    }

    /** Handles a BindRequest. */
    public void onBindRequest(long nowNs, Path path, Ingress packet) {
        binds.onBindRequest(nowNs, path, packet);
        membership.onBindRequest(packet.origin());
    }

    /** Handles a Query of whoever looks for a parent. */
    public void onQuery(long nowNs, Path path, Ingress packet) {
        queryAnswers.onQuery(nowNs, path, packet);
    }

    /** Handles what a child sends up once it is confirmed: Track, Nack, UnbindRequest, EjectConfirm. */
    public void onUp(long nowNs, Path path, Ingress packet) {
        Child child = children.find(packet.origin(), packet.incarnation());
        if (child == null || admission.isExpelled(packet.origin())) {
            boolean known = children.settled(packet.origin()) != null;
            packet.drop(known ? DropReason.WRONG_INCARNATION : DropReason.UNKNOWN_ORIGIN);
            return;
        }
        if (!packet.passes(child.up().verify(packet.bytes(), packet.offset(), packet.outerLength()))) {
            return;
        }
        if (packet.type() == MessageType.UNBIND_REQUEST && !packet.passes(unbinds.judge(child, packet))) {
            return;
        }
        if (!path.isFrom(child.endpoint())) {
            child.endpoint(path.source());
        }
        if (OuterHeader.spi(packet.bytes(), packet.offset()) != regionSealer.spi()) {
            // It goes on to this parent's epoch only when it is spoken to alone under that.
            heartbeats.tell(child);
        }
        membership.onSpoken(nowNs, child, packet.type());
        child.heard(nowNs);
        switch (packet.type()) {
            case TRACK -> tracks.onTrack(nowNs, child, packet);
            case NACK -> onNack(nowNs, child, packet);
            case UNBIND_REQUEST -> unbinds.onUnbind(nowNs, child, packet);
            case REKEY_REQUEST -> onRekeyRequest(nowNs, child, packet);
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
            repairs.repairRegion(nowNs, sequence);
        } else {
            repairs.repairChild(nowNs, sequence, childIndexOrRegion);
        }
    }

    /** The sender repaired a sequence, now in the store, on the data channel, where the children hear it too. */
    public void repairedForAll(long nowNs, long sequence) {
        repairs.passedBy(nowNs, sequence);
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
        if (heartbeats.onTimeout(nowNs)) {
            membership.lookForSlow(nowNs);
        }
        membership.onTimeout(nowNs);
        leaving.onTimeout(nowNs);
    }

    public long nextDeadlineNs() {
        long dueNs = Deadlines.earlier(heartbeats.nextDeadlineNs(), membership.nextDeadlineNs());
        dueNs = Deadlines.earlier(dueNs, leaving.nextDeadlineNs());
        return Deadlines.earlier(dueNs, repairs.nextDeadlineNs());
    }

    /** Writes control packets that are due: answers, notices, Heartbeats. */
    public boolean pollControl(long nowNs, Transmit out) {
        children.settlePlaces();
        return queryAnswers.poll(nowNs, out) || bindAnswers.poll(nowNs, out) || suppressed.poll(out)
                || heartbeats.poll(nowNs, out);
    }

    /** No data has come for a while: gives back what was only needed for repairs, if none is owed. */
    public void onQuiet(long nowNs) {
        repairs.trim(nowNs);
    }

    /** Writes a repair that is due. */
    public boolean pollRepair(long nowNs, Transmit out) {
        return repairs.poll(nowNs, out);
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

    private void onRekeyRequest(long nowNs, Child child, Ingress packet) {
        if (child.isBound()) {
            owner.onRekeyRequest(nowNs, child, packet);
        } else {
            packet.drop(DropReason.STALE);
        }
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
