package io.trackmc.proto.receiver;

import io.trackmc.proto.aggregate.LossMeter;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
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
import io.trackmc.proto.fragment.MessageHandler;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.InnerCheck;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.Wakefulness;
import io.trackmc.proto.tree.BindSettings;
import io.trackmc.proto.tree.ParentBond;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.tree.UpstreamOwner;
import io.trackmc.proto.window.DataActivity;
import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRole;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindReason;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A receiver in one session of one source: binds to a parent, takes in data and repairs, asks for what it misses, reports,
 * and hands messages to the application in order.
 *
 * <pre>
 *   JOINING --parent confirms--> RECEIVING --Close--> DRAINING --all received and confirmed--> LEAVING --> FINISHED
 *                                    |                    |
 *                                    +--- a later run of the source --------------------------------------> FINISHED
 * </pre>
 *
 * <p>An INNER is marked as held only after it was opened, so a Track never acknowledges what could not be read. The close of a
 * session is believed only from an INNER of the source's control stream.
 */
public final class ReceiverEngine implements Engine {

    private static final int OVERHEAD_BYTES = ODataHeader.LENGTH + InnerHeader.LENGTH + InnerHeader.TAG_LENGTH
            + HopKeys.ICV_LENGTH;
    private static final long FAREWELL_NS = 5_000_000_000L;
    private static final int GIVE_UP_ATTEMPTS = 3;

    private final ProtocolConfig config;
    private final ReceiverConfig place;
    private final HopKeys keys;
    private final ContentOpener opener;
    private final Counters counters = new Counters();
    private final EventQueue events = new EventQueue(counters);
    private final Ingress packet;
    private final ReceiveWindow window;
    private final SequenceTracker tracker;
    private final Upstream upstream;
    private final Delivery delivery;
    private final LossMeter loss = new LossMeter();
    private final DataActivity activity = new DataActivity();
    private final Wakefulness wakefulness = new Wakefulness();
    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final byte[] controlContent;
    private final long[] bitmap = new long[TrackMessage.MAX_BITMAP_WORDS];

    private ReceiverState state = ReceiverState.JOINING;
    private Incarnation source = Incarnation.ZERO;
    private @Nullable HopVerifier dataVerifier;
    private long controlSequence;
    private long closeSequence;
    private long confirmed;
    private boolean aborted;
    private boolean lost;
    private boolean senderEchoPresent;
    private int senderTimestamp;
    private long senderTimestampNs;
    private long farewellNs = Deadlines.NONE;

    public ReceiverEngine(
            HopKeys keys, ContentOpener opener, ReceiverConfig place, ProtocolConfig config, RandomGenerator random) {
        this.config = config;
        this.place = place;
        this.keys = keys;
        this.opener = opener;
        this.packet = new Ingress(counters, config.datagramBytes());
        int contentBytes = config.datagramBytes() - OVERHEAD_BYTES + ODataHeader.LENGTH;
        this.controlContent = new byte[contentBytes];
        this.window = new ReceiveWindow(config.windowPackets(), contentBytes);
        this.tracker = window.tracker();
        this.delivery = new Delivery(window, counters);
        BindSettings settings = new BindSettings(BindRole.RECEIVER, place.homeRegion(), place.parents(), config.tree());
        this.upstream = new Upstream(
                keys, settings, config, tracker, config.windowPackets(), new Side(), events, counters, random);
        upstream.binds().sessionFinished(place.after());
    }

    /** Begins to look for a parent. Called once. */
    public void start(long nowNs) {
        upstream.start(nowNs);
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        noticeOversleeping(nowNs);
        if (!packet.accept(bytes, offset, length)) {
            return;
        }
        if (state == ReceiverState.FINISHED) {
            packet.drop(DropReason.STALE);
            return;
        }
        switch (packet.type()) {
            case ODATA -> onOData(nowNs);
            case NULL_DATA -> onNullData(nowNs);
            case RDATA -> onRData(nowNs);
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
        if (Deadlines.isDue(farewellNs, nowNs)) {
            finish();
        }
    }

    @Override
    public long nextDeadlineNs() {
        return wakefulness.promise(state == ReceiverState.FINISHED
                ? NO_DEADLINE
                : Deadlines.earlier(upstream.nextDeadlineNs(), Deadlines.earlier(activity.deadlineNs(), farewellNs)));
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        if (state == ReceiverState.FINISHED || !upstream.poll(nowNs, out)) {
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

    /**
     * Hands messages to the application, in order, from at most {@code maxPackets} packets, until there is none or the handler
     * refuses one, which is offered again next time.
     *
     * @return whether the handler refused
     */
    public boolean deliver(long nowNs, MessageHandler handler, int maxPackets) {
        noticeOversleeping(nowNs);
        long before = window.consumed();
        boolean refused = delivery.run(handler, maxPackets);
        if (window.consumed() != before) {
            upstream.tracks().changed();
            if (window.consumed() - before >= config.windowPackets() / 4) {
                upstream.tracks().hasten();
            }
            checkComplete(nowNs);
        }
        return refused;
    }

    /**
     * The application is through with everything up to {@code sequence}, for good: written, verified, or whatever it promises.
     *
     * @param sequence at most {@link #deliveredSequence()}
     */
    public void confirm(long nowNs, long sequence) {
        noticeOversleeping(nowNs);
        if (sequence > window.consumed()) {
            throw new IllegalArgumentException(
                    "cannot confirm " + sequence + ", delivered up to " + window.consumed());
        }
        if (sequence > confirmed) {
            confirmed = sequence;
            upstream.tracks().changed();
            checkComplete(nowNs);
        }
    }

    /** Leaves the session before its end. {@link Finished} follows. */
    public void leave(long nowNs) {
        noticeOversleeping(nowNs);
        if (state != ReceiverState.FINISHED && state != ReceiverState.LEAVING) {
            state = ReceiverState.LEAVING;
            farewellNs = Deadlines.after(nowNs, FAREWELL_NS);
            upstream.binds().leave(nowNs, UnbindReason.APPLICATION, 0, 0);
        }
    }

    public ReceiverState state() {
        return state;
    }

    /** Run of the source whose session this is; ZERO while JOINING. */
    public Incarnation source() {
        return source;
    }

    /** Everything up to here went to the application, or was reported as unrecoverable. */
    public long deliveredSequence() {
        return window.consumed();
    }

    /** Highest sequence of the session that is known to exist. */
    public long highestSequence() {
        return tracker.highest();
    }

    /** When the source was last heard on the data channel, for data or a sign of life; meaningless before {@link #isSourceHeard}. */
    public long sourceHeardNs() {
        return senderTimestampNs;
    }

    /** Whether the source of this session was ever heard on the data channel. */
    public boolean isSourceHeard() {
        return senderEchoPresent;
    }

    /** First sequence of the session that this receiver got or wanted; above 1 after a late join. */
    public long firstSequence() {
        return tracker.first();
    }

    /** Last sequence of the session once the source closed it, else -1. */
    public long closeSequence() {
        return isClosed() ? closeSequence : -1;
    }

    /** Whether the source closed the session, and the application has confirmed all of it from the first sequence on, without a gap. */
    public boolean isComplete() {
        return isClosed() && !aborted && !lost && !isTooLate() && confirmedSequence() >= closeSequence;
    }

    /** Whether messages are waiting for {@link #deliver}. */
    public boolean hasDeliveries() {
        return window.hasNext() || window.nextIsLost();
    }

    /** The session was over before anything was left for this receiver. */
    private boolean isTooLate() {
        return tracker.first() > closeSequence && closeSequence > 0;
    }

    private boolean isClosed() {
        return controlSequence > 0;
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
            noteTimestamp(nowNs, ODataHeader.timestamp(packet.bytes(), packet.offset()));
        }
    }

    private void onNullData(long nowNs) {
        HopVerifier verifier = sourceVerifier();
        if (verifier == null) {
            return;
        }
        if (packet.innerLength() > 0) {
            acceptInner(nowNs, verifier);
        } else if (packet.passes(verifier.verify(packet.bytes(), packet.offset(), packet.outerLength()))) {
            activity.heard();
            learnHighest(nowNs, NullDataHeader.highestSent(packet.bytes(), packet.offset()));
            noteTimestamp(nowNs, NullDataHeader.timestamp(packet.bytes(), packet.offset()));
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

    /** Verifier of the data channel, or null with the drop counted. */
    private @Nullable HopVerifier sourceVerifier() {
        HopVerifier verifier = dataVerifier;
        if (packet.origin() != place.source()) {
            packet.drop(DropReason.UNKNOWN_ORIGIN);
            return null;
        }
        if (verifier == null || packet.incarnation() != source.high()) {
            packet.drop(DropReason.WRONG_INCARNATION);
            return null;
        }
        return verifier;
    }

    private boolean acceptInner(long nowNs, HopVerifier verifier) {
        byte[] bytes = packet.bytes();
        int inner = packet.innerOffset();
        if (!packet.passes(InnerCheck.of(bytes, inner, place.source(), source.high()))) {
            return false;
        }
        boolean control = InnerHeader.stream(bytes, inner) == InnerHeader.STREAM_CONTROL;
        long sequence = InnerHeader.sequence(bytes, inner);
        if (!packet.passes(control ? controlAdmission(sequence) : dataAdmission(sequence))) {
            return false;
        }
        if (!packet.passes(verifier.verify(
                bytes, packet.offset(), packet.outerLength(), packet.innerLength(), digest, 0))) {
            return false;
        }
        if (packet.classCode() == KeyClass.DATA.code()) {
            activity.heard();
        } else if (!control && isAhead(nowNs, sequence)) {
            packet.drop(DropReason.STALE);
            return false;
        }
        return control ? openControl(nowNs, sequence) : openData(nowNs, sequence);
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
        return sequence <= controlSequence ? DropReason.DUPLICATE : null;
    }

    private @Nullable DropReason dataAdmission(long sequence) {
        return switch (window.admission(sequence)) {
            case NEW -> null;
            case DUPLICATE -> DropReason.DUPLICATE;
            case OUT_OF_WINDOW -> DropReason.OUT_OF_WINDOW;
        };
    }

    private boolean openData(long nowNs, long sequence) {
        byte[] slot = window.claim(sequence);
        int length = opener.open(source, packet.bytes(), packet.innerOffset(), packet.innerLength(), slot, 0);
        if (length < 0) {
            onUnopened(nowNs, sequence, length);
            return false;
        }
        boolean newest = sequence > tracker.highest();
        window.commit(sequence, length);
        if (newest) {
            findLosses(nowNs);
        }
        loss.received();
        upstream.tracks().changed();
        return true;
    }

    private void onUnopened(long nowNs, long sequence, int result) {
        boolean forged = result == ContentOpener.FORGED;
        packet.drop(forged ? DropReason.FORGED_CONTENT : DropReason.UNKNOWN_CONTENT_SPI);
        learnHighest(nowNs, sequence);
        if (forged) {
            upstream.reportBad(sequence, digest);
        }
    }

    private boolean openControl(long nowNs, long sequence) {
        int length = opener.open(
                source, packet.bytes(), packet.innerOffset(), packet.innerLength(), controlContent, 0);
        if (length < 0) {
            packet.drop(
                    length == ContentOpener.FORGED ? DropReason.FORGED_CONTENT : DropReason.UNKNOWN_CONTENT_SPI);
            return false;
        }
        if (!CloseRecord.valid(controlContent, 0, length)) {
            packet.drop(DropReason.BAD_CONTENT);
            return false;
        }
        controlSequence = sequence;
        closeSequence = CloseRecord.lastSequence(controlContent, 0);
        aborted = CloseRecord.reason(controlContent, 0) == CloseRecord.REASON_ABORTED;
        events.add(new SessionClosed(closeSequence, aborted));
        if (state == ReceiverState.RECEIVING) {
            state = ReceiverState.DRAINING;
        }
        if (packet.type() == MessageType.NULL_DATA) {
            learnHighest(nowNs, closeSequence);
        } else {
            takeHint(nowNs, closeSequence);
        }
        upstream.tracks().hasten();
        checkComplete(nowNs);
        return true;
    }

    /** Another channel tells of the data channel's leading edge. */
    private void takeHint(long nowNs, long sequence) {
        if (sequence > tracker.highest()) {
            activity.hint(nowNs, sequence);
        }
    }

    private void learnHighest(long nowNs, long sequence) {
        if (tracker.learnHighest(sequence)) {
            findLosses(nowNs);
        }
    }

    private void findLosses(long nowNs) {
        int found = upstream.onLeadingEdge(nowNs);
        if (found > 0) {
            loss.lost(found);
        }
    }

    private void noteTimestamp(long nowNs, int timestamp) {
        senderEchoPresent = true;
        senderTimestamp = timestamp;
        senderTimestampNs = nowNs;
    }

    private long confirmedSequence() {
        return place.explicitConfirm() ? confirmed : window.consumed();
    }

    private void checkComplete(long nowNs) {
        if (state != ReceiverState.DRAINING) {
            return;
        }
        boolean over = aborted || isTooLate() || confirmedSequence() >= closeSequence;
        if (over) {
            state = ReceiverState.LEAVING;
            farewellNs = Deadlines.after(nowNs, FAREWELL_NS);
            sayGoodBye(nowNs);
        }
    }

    private void sayGoodBye(long nowNs) {
        UnbindReason reason = isClosed() ? UnbindReason.SESSION_DONE : UnbindReason.APPLICATION;
        upstream.binds().leave(nowNs, reason, isComplete() ? 1 : 0, 0);
    }

    private void finish() {
        farewellNs = Deadlines.NONE;
        state = ReceiverState.FINISHED;
        events.add(new Finished());
    }

    private void openSession(Incarnation incarnation, BindConfirmMessage confirm) {
        source = incarnation;
        dataVerifier = keys.dataVerifier(place.source(), incarnation);
        long first = SessionState.firstForReceiver(
                confirm.lowestRepairable(), confirm.highestSequence(), config.windowPackets());
        window.start(first);
        upstream.nacks().start();
        state = ReceiverState.RECEIVING;
        events.add(new SessionOpened(place.source(), incarnation, first));
    }

    /** Gives up what no parent can repair any more, as explicit gaps. */
    private void giveUpBelow(long lowestRepairable) {
        long last = Math.min(lowestRepairable - 1, tracker.limit());
        for (long s = tracker.nextMissing(0); s != 0 && s <= last; s = tracker.nextMissing(0)) {
            long end = Math.min(last, tracker.endOfMissing(s) - 1);
            counters.add(CounterId.UNRECOVERABLE, tracker.giveUpThrough(end));
            lost = true;
            events.add(new Unrecoverable(s, end));
        }
    }

    private final class Side implements UpstreamOwner {

        @Override
        public void onBound(long nowNs, ParentBond bond, BindConfirmMessage confirm) {
            Incarnation incarnation = new Incarnation(confirm.sourceIncarnationHigh(), confirm.sourceIncarnationLow());
            boolean first = state == ReceiverState.JOINING;
            events.add(new ParentBound(bond.parent(), confirm.level(), !first));
            if (first) {
                openSession(incarnation, confirm);
            } else if (!incarnation.equals(source)) {
                aborted = true;
                events.add(new SessionClosed(window.consumed(), true));
                finish();
                return;
            } else {
                learnHighest(nowNs, confirm.lowestRepairable() - 1);
                giveUpBelow(confirm.lowestRepairable());
                upstream.nacks().onNewParent(nowNs);
                forgetSourceCounter();
            }
            takeHint(nowNs, confirm.highestSequence());
            if (state == ReceiverState.LEAVING) {
                sayGoodBye(nowNs);
            }
        }

        /** The parent before may have lied. */
        private void forgetSourceCounter() {
            HopVerifier verifier = dataVerifier;
            if (verifier != null) {
                verifier.liftFloors();
            }
        }

        @Override
        public void onSourceCounter(int spi, long counter) {
            HopVerifier verifier = dataVerifier;
            if (verifier != null) {
                verifier.floor(spi, counter);
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
        public void onUnbound(long nowNs) {
            finish();
        }

        @Override
        public void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone) {
            takeHint(nowNs, heartbeat.highestSequence());
            long missing = tracker.nextMissing(0);
            if (alone
                    && missing != 0
                    && missing < heartbeat.lowestRepairable()
                    && upstream.nacks().attempts(missing) >= GIVE_UP_ATTEMPTS) {
                giveUpBelow(heartbeat.lowestRepairable());
                upstream.tracks().changed();
            }
        }

        @Override
        public void fillTrack(long nowNs, TrackMessage track) {
            track.cumAck(tracker.cumAck())
                    .subtreeCumAck(tracker.cumAck())
                    .highestAllowed(window.highestAllowed())
                    .subtreeConfirmed(confirmedSequence())
                    .controlCumAck(controlSequence)
                    .receiverCount(1)
                    .slowest(keys.nodeId())
                    .worstLoss(loss.rate())
                    .transportEpoch(keys.transportEpoch())
                    .contentEpoch(opener.contentEpoch());
            if (senderEchoPresent) {
                track.senderEcho(senderTimestamp + (int) ((nowNs - senderTimestampNs) / 1000));
            }
            track.setBitmap(bitmap, tracker.missingBitmap(bitmap));
        }
    }
}
