package io.trackmc.proto.sender;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rate.RttEstimator;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.TenantLimits;
import io.trackmc.proto.tree.RegionOwner;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.RekeyDatagram;
import io.trackmc.proto.wire.TrackMessage;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sender of one session: packs and seals messages, multicasts each packet once, repairs for its own children, and learns
 * from their Tracks what everybody has.
 *
 * <p>It never sends above the lowest HighestAllowed that its children report, and keeps every packet until all of their
 * subtrees have it; HighestAllowed as used for sending never falls, so a late joiner cannot pull the window back.
 */
public final class SenderEngine implements Engine {

    /** {@link #offer} took nothing: the window is full. Try again when Tracks have moved it. */
    public static final int BACK_PRESSURED = -1;

    /** {@link #offer} took nothing: the session is not active. */
    public static final int NOT_ACTIVE = -2;

    /** {@link #offer} took nothing, and never will: nothing more may be sealed under the content key of this run. */
    public static final int KEY_EXPIRED = -3;

    private static final int REPAIRS_PER_DATA = 4;
    private static final long FIRST_RTT_NS = 2_000_000;
    private static final long MINIMUM_RTT_NS = 10_000;
    private static final long MAXIMUM_RTT_NS = 10_000_000_000L;

    private final HopKeys keys;
    private final Counters counters = new Counters();
    private final EventQueue events = new EventQueue(counters);
    private final MicroClock clock = new MicroClock();
    private final Ingress packet;
    private final SessionState session = new SessionState();
    private final InnerStore store;
    private final Outbox outbox;
    private final Region region;
    private final SendWindow window;
    private final CongestionPacer congestion;
    private final DataChannel data;
    private final ReceiverCounts receivers;
    private final SenderLifecycle lifecycle;
    private final RttEstimator treeRtt = new RttEstimator(FIRST_RTT_NS, MINIMUM_RTT_NS, MAXIMUM_RTT_NS);

    private final SenderKeys rekeys;
    private final int datagramBytes;
    private final StallFinder stallFinder;
    private final StallMeter stalls = new StallMeter(counters);
    private int repairsInARow;

    /** With keys that never change. */
    public SenderEngine(HopKeys keys, ContentSealer sealer, SenderConfig place, ProtocolConfig config) {
        this(keys, sealer, NodeRekeys.NONE, place, config);
    }

    public SenderEngine(HopKeys keys, ContentSealer sealer, NodeRekeys changing, SenderConfig place,
            ProtocolConfig config) {
        this(keys, sealer, changing, place, config, new EngineScratch());
    }

    /** @param scratch may be shared by all engines that the thread of this one drives */
    public SenderEngine(HopKeys keys, ContentSealer sealer, NodeRekeys changing, SenderConfig place,
            ProtocolConfig config, EngineScratch scratch) {
        this.keys = keys;
        this.datagramBytes = config.datagramBytes();
        this.packet = new Ingress(counters, datagramBytes);
        int innerBytes = config.datagramBytes() - ODataHeader.LENGTH - HopKeys.ICV_LENGTH;
        this.store = new InnerStore(config.storePackets(), innerBytes);
        ControlRecord control = new ControlRecord(innerBytes);
        this.outbox = new Outbox(
                store, sealer, keys, innerBytes - InnerHeader.LENGTH - ContentSealer.TAG_LENGTH);
        session.open(keys.nodeId(), keys.incarnation(), place.rules());
        session.place(0);
        this.region = new Region(
                keys, SenderConfig.REGION, place.unicastPort(), TenantLimits.NONE, config, session, store, control,
                new ParentSide(),
                events,
                counters, clock, scratch);
        this.window = new SendWindow(session, region.children(), config.storePackets(), config.windowPackets(),
                place.rules());
        this.congestion = new CongestionPacer(
                place.rules(), region.children(), treeRtt, config, DataChannel.burstBytes(config));
        this.data = new DataChannel(
                keys.dataSealer(), outbox, window, session, store, control, clock, congestion, config, counters);
        this.receivers = new ReceiverCounts(region.children(), region.tally());
        this.lifecycle = new SenderLifecycle(
                session, outbox, window, data, new ControlStream(keys, sealer, control), region, receivers, events);
        this.stallFinder = new StallFinder(lifecycle, session, data, window, outbox);
        this.rekeys = new SenderKeys(keys, sealer, changing, session, region, outbox, window, data, lifecycle, events,
                counters, scratch);
    }

    /** Lets children bind. Called once. */
    public void start(long nowNs) {
        region.start(nowNs);
        data.start(nowNs);
        rekeys.start(nowNs);
        events.add(new SessionOpened(keys.nodeId(), keys.incarnation(), 1, session.rules()));
    }

    /** Begins to send: enough receivers are bound. */
    public void begin() {
        lifecycle.begin();
    }

    /**
     * Takes a message, or as much of it as there is room for. The application goes on with the rest of the same message.
     *
     * @param from bytes of the message that earlier calls took
     * @return bytes taken now (the message is complete when {@code from} and this make {@code length}),
     *     {@link #BACK_PRESSURED}, {@link #NOT_ACTIVE} or {@link #KEY_EXPIRED}
     */
    public int offer(byte[] message, int offset, int length, int from) {
        if (lifecycle.state() != SenderState.ACTIVE) {
            return NOT_ACTIVE;
        }
        if (outbox.isHeld()) {
            stallFinder.refused(true);
            return BACK_PRESSURED;
        }
        int taken = outbox.append(message, offset, length, from, window.sealLimit());
        stallFinder.refused(taken < 0);
        session.lowestRepairable(outbox.lastClaimed() - store.capacity() + 1);
        if (taken >= 0 && from + taken == length) {
            counters.increment(CounterId.MESSAGES);
        }
        return taken < 0 && outbox.isKeyUsedUp() ? KEY_EXPIRED : taken;
    }

    /**
     * Whether the application has another message that it offers in its next turn, which it takes at once: a packet that has room for some of it is not
     * sent before.
     */
    public void moreFollows(boolean follows) {
        outbox.moreFollows(follows);
    }

    /**
     * Takes in a part of a rekey that an authority has made; the whole tree gets it from here.
     *
     * @param inner INNER of a header or a chunk, each header before its chunks
     * @return why it was not taken, or null
     */
    public @Nullable DropReason rekey(byte[] inner, long nowNs) {
        return RekeyDatagram.carries(inner, datagramBytes) ? rekeys.enter(nowNs, inner) : DropReason.MALFORMED;
    }

    /** An authority has given the sender keys of a layer while it runs, because it could not be told all rekeys. */
    public void renew(long nowNs, KeyLayer layer, KeyRenewal renewal) {
        rekeys.renew(nowNs, layer, renewal);
    }

    /** Ends the session: what was offered is still sent and confirmed. The last message must be complete. */
    public void close(long nowNs) {
        lifecycle.end(nowNs, CloseRecord.REASON_COMPLETE);
    }

    /** Ends the session without promising that anybody has everything. */
    public void abort(long nowNs) {
        lifecycle.end(nowNs, CloseRecord.REASON_ABORTED);
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        if (!packet.accept(bytes, offset, length)) {
            return;
        }
        switch (packet.type()) {
            case QUERY -> region.onQuery(nowNs, path, packet);
            case BIND_REQUEST -> region.onBindRequest(nowNs, path, packet);
            case TRACK, NACK, UNBIND_REQUEST, EJECT_CONFIRM -> region.onUp(nowNs, path, packet);
            case REKEY_REQUEST -> rekeys.onAnyRequest(nowNs, path, packet);
            default -> packet.drop(DropReason.WRONG_CHANNEL);
        }
        packet.release();
    }

    @Override
    public void onTimeout(long nowNs) {
        window.onTimeout(nowNs);
        congestion.onTimeout(nowNs);
        region.onTimeout(nowNs);
        lifecycle.onTimeout(nowNs);
        rekeys.onTimeout(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        long dueNs = Deadlines.earlier(region.nextDeadlineNs(), data.deadlineNs());
        dueNs = Deadlines.earlier(dueNs, Deadlines.earlier(congestion.deadlineNs(), rekeys.deadlineNs()));
        return Deadlines.earlier(Deadlines.earlier(dueNs, window.deadlineNs()), lifecycle.deadlineNs());
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        if (!region.pollControl(nowNs, out) && !pollPayload(nowNs, out) && !data.pollNullData(nowNs, out)) {
            stalls.look(nowNs, stallFinder.find(), window.lastSent());
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

    /** Highest sequence that was sent. */
    public long lastSent() {
        return window.lastSent();
    }

    /** Sequence that holds the end of what was offered last; it may not be sealed yet. */
    public long lastOffered() {
        return outbox.lastClaimed();
    }

    /** Whether packets wait that the window has room for, and only the limit of rate keeps. */
    public boolean isRateLimited() {
        return data.isRateLimited();
    }

    /** The application has something to send, and offers it only when there is a receiver. */
    public void awaited(boolean waits) {
        stallFinder.awaited(waits);
    }

    /** Why there is something to send that is not sent, when it was last looked for; null when there is not. */
    public @Nullable SenderStall stall() {
        return stalls.cause();
    }

    /** For how long nothing has been sent although there was something, in nanoseconds. */
    public long stalledNs() {
        return stalls.forNs();
    }

    /** Every live receiver has everything up to here; in a timely session, or knows that it will not have it. */
    public long stableSequence() {
        return window.stable();
    }

    /** The application of every live receiver is through with everything up to here. */
    public long confirmedSequence() {
        return window.confirmed();
    }

    /** Highest sequence that the tree has room for. */
    public long highestAllowed() {
        return window.highestAllowed();
    }

    /** Whether there is something to send and the tree has too little room for it: {@link #slowest()} holds it back. */
    public boolean isWindowFull() {
        return data.isHeldBack();
    }

    /**
     * Node id of the receiver, or the repair head, that has the least room, and so holds the end of the window; 0 when there is none. One
     * Track interval for each level old.
     */
    public int slowest() {
        return window.slowest();
    }

    /** Receivers in the tree now. */
    public int receiverCount() {
        return receivers.present();
    }

    /**
     * Receivers in the tree now that hold the session from its first sequence on. One that has moved is left out for about a second, or until
     * its parent before has let it go, so that nobody is counted twice.
     */
    public int receiversFromStart() {
        return receivers.fromStart();
    }

    /** Receivers in the tree now whose first sequence is not the session's first, or that have moved just now. */
    public int lateReceiverCount() {
        return receivers.presentLate();
    }

    /** Receivers that confirmed the closed session from its first sequence on, those that have left included. */
    public int completeCount() {
        return receivers.complete();
    }

    /** Receivers that came late and confirmed the rest of the closed session, those that have left included. */
    public int lateCount() {
        return receivers.late();
    }

    /** Receivers whose confirmation {@link Finished} waits for: those from the start, there when it began or when it was closed. */
    public int expectedReceivers() {
        return receivers.expected();
    }

    /**
     * Receivers given up in the tree, at most those expected that have not confirmed: one that was given up with its parent may
     * have confirmed under another since.
     */
    public int failureCount() {
        return receivers.failed();
    }

    /** Rate that congestion control permits, in bytes per second; 0 without it, and before the first packet. */
    public long congestionRate() {
        return congestion.bytesPerSecond();
    }

    /** Loss events for each packet on the slowest path; 0 without any, and without congestion control. */
    public double lossEventRate() {
        int interval = congestion.limit().lossInterval();
        return interval == 0 ? 0 : 1.0 / interval;
    }

    /** Node id of the receiver at the end of the slowest path, which sets {@link #congestionRate()}; 0 none. */
    public int limitingReceiver() {
        return congestion.limit().limiter();
    }

    /** Round trip to the farthest receiver through the tree, in nanoseconds. */
    public long treeRttNs() {
        return treeRtt.rttNs();
    }

    /** Repairs go first, but data gets its turn, or a lossy child would stop the group. */
    private boolean pollPayload(long nowNs, Transmit out) {
        boolean dataTurn = repairsInARow >= REPAIRS_PER_DATA;
        if (!dataTurn && pollRepair(nowNs, out)) {
            repairsInARow++;
            return true;
        }
        repairsInARow = 0;
        return pollData(nowNs, out) || (dataTurn && pollRepair(nowNs, out));
    }

    private boolean pollRepair(long nowNs, Transmit out) {
        boolean repairs = rekeys.poll(nowNs, out) || region.pollRepair(nowNs, out);
        if (repairs) {
            data.repaired(nowNs, out.length());
        }
        return repairs;
    }

    private boolean pollData(long nowNs, Transmit out) {
        if (data.pollData(nowNs, out)) {
            lifecycle.announceCloseIfSent(nowNs);
            return true;
        }
        if (data.isOutOfRoom()) {
            lifecycle.checkFinished(nowNs);
        }
        return false;
    }

    private final class ParentSide implements RegionOwner {

        @Override
        public boolean ownsDataChannel() {
            return true;
        }

        @Override
        public void onChildBound(long nowNs, Child child) {
            window.recompute();
            rekeys.check(nowNs);
            lifecycle.checkFinished(nowNs);
        }

        @Override
        public void onChildGone(long nowNs, Child child, ChildLoss why) {
            window.recompute();
            congestion.onReport(nowNs);
            rekeys.check(nowNs);
            lifecycle.checkFinished(nowNs);
        }

        @Override
        public void onTrack(long nowNs, Child child, TrackMessage track) {
            if (track.hasSenderEcho()) {
                treeRtt.sample(clock.sinceNs(track.senderEcho(), nowNs));
            }
            window.recompute();
            congestion.onReport(nowNs);
            rekeys.check(nowNs);
        }

        @Override
        public void onRekeyRequest(long nowNs, Child child, Ingress request) {
            rekeys.onRequest(nowNs, child, request);
        }

        @Override
        public void otherParents(long nowNs, BindRole child, IntConsumer each) {
            // The sender is nobody's child, and hears no other parent.
        }

        @Override
        public void onMissing(long nowNs, Child child, long first, long last) {
            // Not sent yet, or released: the child learns from lowestRepairable in the next Heartbeat.
        }

        @Override
        public void onBad(long nowNs, Child child, long sequence, byte[] digest) {
            // What comes from here is what was sealed. A receiver asks for it when it is time.
            if (child.isRepairHead() && sequence <= window.lastSent()) {
                region.answer(nowNs, child, sequence);
            }
        }
    }
}
