package io.trackmc.proto.sender;

import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Invariants;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.Linger;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.RegionOwner;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.SubtreeTally;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.TrackMessage;

/**
 * The sender of one session: packs and seals messages, multicasts each packet once, repairs for its own children, and learns
 * from their Tracks what everybody has.
 *
 * <pre>
 *   FORMING --begin--> ACTIVE --close--> CLOSING --all sent, all children done--> FINISHED
 * </pre>
 *
 * <p>It never sends above the lowest HighestAllowed that its children report, and keeps every packet until all of their
 * subtrees have it; HighestAllowed as used for sending never falls, so a late joiner cannot pull the window back.
 */
public final class SenderEngine implements Engine {

    /** {@link #offer} took nothing: the window is full. Try again when Tracks have moved it. */
    public static final int BACK_PRESSURED = -1;

    /** {@link #offer} took nothing: the session is not active. */
    public static final int NOT_ACTIVE = -2;

    /** How long a closed sender whose children are gone waits for receivers that it has not heard the end of. */
    private static final long LINGER_NS = 5_000_000_000L;

    private static final int REPAIRS_PER_DATA = 4;
    private static final int RATE_BURST_PACKETS = 44;
    private static final int BACKLOG_PACKETS = 256;
    private static final long FIRST_RTT_NS = 2_000_000;
    private static final long MINIMUM_RTT_NS = 10_000;
    private static final long MAXIMUM_RTT_NS = 10_000_000_000L;

    private final HopKeys keys;
    private final ContentSealer sealer;
    private final ProtocolConfig config;
    private final Counters counters = new Counters();
    private final EventQueue events = new EventQueue(counters);
    private final MicroClock clock = new MicroClock();
    private final Ingress packet;
    private final SessionState session = new SessionState();
    private final InnerStore store;
    private final ControlRecord control;
    private final Outbox outbox;
    private final Region region;
    private final HopSealer dataSealer;
    private final TokenBucket bucket;
    private final NullDataSchedule nullData;
    private final SubtreeSummary summary = new SubtreeSummary();
    private final RttEstimator treeRtt = new RttEstimator(FIRST_RTT_NS, MINIMUM_RTT_NS, MAXIMUM_RTT_NS);

    private final Linger linger = new Linger(LINGER_NS);

    private SenderState state = SenderState.FORMING;
    private long lastSent;
    private long allowed;
    private long stable;
    private boolean stalled;
    private int expected;
    private int closeReason;
    private int repairsInARow;
    private long rateBlockedNs = Deadlines.NONE;

    public SenderEngine(HopKeys keys, ContentSealer sealer, SenderConfig place, ProtocolConfig config) {
        this.keys = keys;
        this.sealer = sealer;
        this.config = config;
        this.packet = new Ingress(counters, config.datagramBytes());
        int innerBytes = config.datagramBytes() - ODataHeader.LENGTH - HopKeys.ICV_LENGTH;
        this.store = new InnerStore(config.storePackets(), innerBytes);
        this.control = new ControlRecord(innerBytes);
        this.outbox = new Outbox(
                store, sealer, keys, innerBytes - InnerHeader.LENGTH - ContentSealer.TAG_LENGTH);
        this.dataSealer = keys.dataSealer();
        this.bucket = new TokenBucket(config.rateBytesPerSecond(), RATE_BURST_PACKETS * config.datagramBytes());
        this.nullData = new NullDataSchedule(config.tree().nullDataMinimumNs(), config.tree().nullDataMaximumNs());
        session.open(keys.nodeId(), keys.incarnation());
        session.place(0);
        this.region = new Region(
                keys, SenderConfig.REGION, place.unicastPort(), config, session, store, control, new ParentSide(),
                events,
                counters, clock);
    }

    /** Lets children bind. Called once. */
    public void start(long nowNs) {
        region.start(nowNs);
        nullData.restart(nowNs);
        events.add(new SessionOpened(keys.nodeId(), keys.incarnation(), 1));
    }

    /** Begins to send: enough receivers are bound. */
    public void begin() {
        if (state == SenderState.FORMING) {
            state = SenderState.ACTIVE;
            allowed = Math.max(allowed, config.windowPackets());
            recompute();
            expectPresent();
        }
    }

    /**
     * Takes a message, or as much of it as there is room for. The application goes on with the rest of the same message.
     *
     * @param from bytes of the message that earlier calls took
     * @return bytes taken now (the message is complete when {@code from} and this make {@code length}),
     *     {@link #BACK_PRESSURED} or {@link #NOT_ACTIVE}
     */
    public int offer(byte[] message, int offset, int length, int from) {
        if (state != SenderState.ACTIVE) {
            return NOT_ACTIVE;
        }
        int taken = outbox.append(message, offset, length, from, sealLimit());
        session.lowestRepairable(outbox.lastClaimed() - store.capacity() + 1);
        if (taken >= 0 && from + taken == length) {
            counters.increment(CounterId.MESSAGES);
        }
        return taken;
    }

    /** Ends the session: what was offered is still sent and confirmed. The last message must be complete. */
    public void close(long nowNs) {
        end(nowNs, CloseRecord.REASON_COMPLETE);
    }

    /** Ends the session without promising that anybody has everything. */
    public void abort(long nowNs) {
        end(nowNs, CloseRecord.REASON_ABORTED);
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        if (!packet.accept(bytes, offset, length)) {
            return;
        }
        switch (packet.type()) {
            case BIND_REQUEST -> region.onBindRequest(nowNs, path, packet);
            case TRACK, NACK, UNBIND_REQUEST, EJECT_CONFIRM -> region.onUp(nowNs, path, packet);
            default -> packet.drop(DropReason.WRONG_CHANNEL);
        }
    }

    @Override
    public void onTimeout(long nowNs) {
        region.onTimeout(nowNs);
        if (Deadlines.isDue(linger.deadlineNs(), nowNs)) {
            checkFinished(nowNs);
        }
    }

    @Override
    public long nextDeadlineNs() {
        long dueNs = Deadlines.earlier(region.nextDeadlineNs(), nullData.deadlineNs());
        return Deadlines.earlier(Deadlines.earlier(dueNs, rateBlockedNs), linger.deadlineNs());
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        if (!region.pollControl(nowNs, out) && !pollPayload(nowNs, out) && !pollNullData(nowNs, out)) {
            return false;
        }
        counters.increment(CounterId.DATAGRAMS_SENT);
        counters.add(CounterId.BYTES_SENT, out.length());
        return true;
    }

    @Override
    public int drainEvents(EventHandler handler, int limit) {
        return events.drain(handler, limit);
    }

    @Override
    public Counters counters() {
        return counters;
    }

    public SenderState state() {
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

    /** Highest sequence that was sent. */
    public long lastSent() {
        return lastSent;
    }

    /** Every live receiver has everything up to here. */
    public long stableSequence() {
        return stable;
    }

    /** Highest sequence that the tree has room for. */
    public long highestAllowed() {
        return allowed;
    }

    /** Receivers in the tree now. */
    public int receiverCount() {
        summary.compute(region.children());
        return summary.receiverCount();
    }

    /** Receivers that confirmed the closed session, those that have left included. */
    public int completeCount() {
        summary.compute(region.children());
        return SubtreeTally.sum(summary.completeCount(), region.tally().complete());
    }

    /** Receivers whose confirmation {@link Finished} waits for: those there when it began, or when it was closed. */
    public int expectedReceivers() {
        return expected;
    }

    /**
     * Receivers given up in the tree, at most those expected that have not confirmed: one that was given up with its parent may
     * have confirmed under another since.
     */
    public int failureCount() {
        int unconfirmed = Math.max(0, expected - completeCount());
        return Math.min(unconfirmed, SubtreeTally.sum(summary.failureCount(), region.tally().failed()));
    }

    /** Round trip to the farthest receiver through the tree, in nanoseconds. */
    public long treeRttNs() {
        return treeRtt.rttNs();
    }

    private void end(long nowNs, int reason) {
        if (state != SenderState.ACTIVE && state != SenderState.FORMING) {
            return;
        }
        outbox.flush();
        expectPresent();
        state = SenderState.CLOSING;
        closeReason = reason;
        announceCloseIfSent(nowNs);
        checkFinished(nowNs);
    }

    /** The end is told when all is sent: before that, children would ask for what is only waiting for its turn. */
    private void announceCloseIfSent(long nowNs) {
        boolean allSent = lastSent == outbox.lastSealed();
        if (state != SenderState.CLOSING || session.isClosed()
                || (!allSent && closeReason != CloseRecord.REASON_ABORTED)) {
            return;
        }
        session.close(lastSent);
        sealClose(closeReason);
        nullData.now(nowNs);
        region.announce();
        checkFinished(nowNs);
    }

    private void sealClose(int reason) {
        byte[] inner = new byte[InnerHeader.LENGTH + CloseRecord.LENGTH + ContentSealer.TAG_LENGTH];
        byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
        InnerHeader.write(
                inner,
                0,
                sealer.suite(),
                InnerHeader.STREAM_CONTROL,
                InnerHeader.TYPE_CONTROL,
                sealer.contentSpi(),
                keys.nodeId(),
                keys.incarnation().high(),
                control.sequence() + 1,
                CloseRecord.LENGTH);
        CloseRecord.write(inner, InnerHeader.LENGTH, reason, lastSent);
        int length = sealer.seal(inner, 0, CloseRecord.LENGTH);
        keys.digest(inner, 0, length, digest, 0);
        control.set(control.sequence() + 1, inner, 0, length, digest, 0);
    }

    /** Repairs go first, but data gets its turn, or a lossy child would stop the group. */
    private boolean pollPayload(long nowNs, Transmit out) {
        boolean dataTurn = repairsInARow >= REPAIRS_PER_DATA;
        if (!dataTurn && region.pollRepair(nowNs, out)) {
            repairsInARow++;
            return true;
        }
        repairsInARow = 0;
        return pollData(nowNs, out) || (dataTurn && region.pollRepair(nowNs, out));
    }

    private boolean pollData(long nowNs, Transmit out) {
        rateBlockedNs = Deadlines.NONE;
        long next = lastSent + 1;
        boolean nothing = next > outbox.lastSealed() && !outbox.hasOpen();
        if (nothing || session.isClosed()) {
            return false;
        }
        if (next > sendLimit()) {
            noteStall();
            checkFinished(nowNs);
            return false;
        }
        if (!bucket.isOpen(nowNs)) {
            counters.increment(CounterId.RATE_DELAYS);
            rateBlockedNs = bucket.openAtNs();
            return false;
        }
        if (next > outbox.lastSealed()) {
            outbox.flush();
        }
        writeData(nowNs, next, out);
        return true;
    }

    private void writeData(long nowNs, long sequence, Transmit out) {
        Invariants.check(store.contains(sequence), "a sequence is sent that is not in the store");
        byte[] inner = store.bytes(sequence);
        int innerLength = store.length(sequence);
        tellCounter();
        int outerLength = ODataHeader.write(out.bytes(), 0, session.highestReleased(), clock.timestamp(nowNs));
        System.arraycopy(inner, 0, out.bytes(), outerLength, innerLength);
        out.multicast(
                Transmit.Destination.DATA,
                dataSealer.seal(out.bytes(), 0, outerLength, innerLength, inner, store.digestOffset()));
        lastSent = sequence;
        session.highestSequence(sequence);
        session.lowestRepairable(sequence - store.capacity() + 1);
        bucket.take(nowNs, out.length());
        nullData.restart(nowNs);
        stalled = false;
        counters.increment(CounterId.DATA_PACKETS);
        announceCloseIfSent(nowNs);
    }

    private boolean pollNullData(long nowNs, Transmit out) {
        if (!nullData.isDue(nowNs)) {
            return false;
        }
        tellCounter();
        int outerLength = NullDataHeader.write(
                out.bytes(), 0, lastSent, session.highestReleased(), clock.timestamp(nowNs));
        int length;
        if (control.sequence() > 0) {
            System.arraycopy(control.inner(), 0, out.bytes(), outerLength, control.length());
            length = dataSealer.seal(out.bytes(), 0, outerLength, control.length(), control.digest(), 0);
        } else {
            length = dataSealer.seal(out.bytes(), 0, outerLength);
        }
        out.multicast(Transmit.Destination.DATA, length);
        nullData.sent(nowNs);
        return true;
    }

    /** Before the next packet is sealed: children may read this in another socket first, and would take the newest for a replay. */
    private void tellCounter() {
        session.sourceCounter(dataSealer.spi(), dataSealer.counter());
    }

    private void noteStall() {
        if (!stalled) {
            stalled = true;
            counters.increment(CounterId.WINDOW_STALLS);
        }
    }

    /** Nobody's store or window overflows, and nothing that somebody needs is overwritten here. */
    private long sendLimit() {
        return Math.min(allowed, lowestNeeded() + store.capacity() - 1);
    }

    private long sealLimit() {
        return Math.min(lastSent + BACKLOG_PACKETS, lowestNeeded() + store.capacity() - 1);
    }

    private long lowestNeeded() {
        return Math.min(stable, subtreeCumAck) + 1;
    }

    private long subtreeCumAck;

    private void recompute() {
        summary.compute(region.children());
        if (summary.children() > 0) {
            subtreeCumAck = summary.cumAck();
            stable = Math.max(stable, Math.min(subtreeCumAck, lastSent));
            session.highestReleased(stable);
            // Nobody has room beyond a window after what it can have received, whatever it claims.
            allowed = Math.max(allowed, Math.min(summary.highestAllowed(), lastSent + config.windowPackets()));
        }
    }

    /** Counted when the session begins and when it is closed, but not between: while receivers move they are counted twice. */
    private void expectPresent() {
        summary.compute(region.children());
        expected = Math.max(expected, summary.receiverCount());
    }

    private void checkFinished(long nowNs) {
        if (state != SenderState.CLOSING) {
            return;
        }
        if (!session.isClosed()) {
            checkAbandoned(nowNs);
        } else if (region.children().boundCount() > 0) {
            linger.cancel();
        } else if (region.tally().complete() >= expected || linger.isOver(nowNs)) {
            state = SenderState.FINISHED;
            linger.cancel();
            events.add(new Finished());
        }
    }

    /** With nobody left who could make room, the rest can never be sent. */
    private void checkAbandoned(long nowNs) {
        boolean stuck = region.children().boundCount() == 0 && lastSent >= sendLimit();
        if (!stuck) {
            linger.cancel();
        } else if (linger.isOver(nowNs)) {
            closeReason = CloseRecord.REASON_ABORTED;
            announceCloseIfSent(nowNs);
        }
    }

    private final class ParentSide implements RegionOwner {

        @Override
        public void onChildBound(long nowNs, Child child) {
            recompute();
            checkFinished(nowNs);
        }

        @Override
        public void onChildGone(long nowNs, Child child, ChildLoss why) {
            recompute();
            checkFinished(nowNs);
        }

        @Override
        public void onTrack(long nowNs, Child child, TrackMessage track) {
            if (track.hasSenderEcho()) {
                treeRtt.sample(clock.sinceNs(track.senderEcho(), nowNs));
            }
            recompute();
        }

        @Override
        public void onMissing(long nowNs, Child child, long first, long last) {
            // Not sent yet, or released: the child learns from lowestRepairable in the next Heartbeat.
        }

        @Override
        public void onBad(long nowNs, Child child, long sequence, byte[] digest) {
            // What comes from here is what was sealed. A receiver asks for it when it is time.
            if (child.isRepairHead() && sequence <= lastSent) {
                region.answer(nowNs, child, sequence);
            }
        }
    }
}
