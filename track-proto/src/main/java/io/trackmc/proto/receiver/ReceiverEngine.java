package io.trackmc.proto.receiver;

import io.trackmc.proto.engine.Engine;
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
import io.trackmc.proto.fragment.MessageHandler;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyRenewal;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.Wakefulness;
import io.trackmc.proto.tree.SubtreeTally;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import java.util.random.RandomGenerator;

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
 * <p>{@link InnerIntake} takes data in, {@link LeadingEdge} finds what is missing, {@link TrailingEdge} gives up what cannot be had any more,
 * {@link Delivery} hands messages over, and {@link Membership} keeps the state above.
 */
public final class ReceiverEngine implements Engine {

    private static final int OVERHEAD_BYTES = ODataHeader.LENGTH + InnerHeader.LENGTH + InnerHeader.TAG_LENGTH
            + HopKeys.ICV_LENGTH;

    private final ProtocolConfig config;
    private final Counters counters = new Counters();
    private final EventQueue events = new EventQueue(counters);
    private final Ingress packet;
    private final ReceiveWindow window;
    private final DataChannel channel;
    private final SessionEnd end;
    private final Membership membership;
    private final Upstream upstream;
    private final LeadingEdge leadingEdge;
    private final InnerIntake intake;
    private final Delivery delivery;
    private final ReceiverKeys rekeys;
    private final Wakefulness wakefulness = new Wakefulness();

    /** With keys that never change. */
    public ReceiverEngine(
            HopKeys keys, ContentOpener opener, ReceiverConfig place, ProtocolConfig config, RandomGenerator random) {
        this(keys, opener, NodeRekeys.NONE, place, config, random);
    }

    public ReceiverEngine(HopKeys keys, ContentOpener opener, NodeRekeys changing, ReceiverConfig place,
            ProtocolConfig config, RandomGenerator random) {
        this(keys, opener, changing, place, config, random, new EngineScratch());
    }

    /** @param scratch may be shared by all engines that the thread of this one drives */
    public ReceiverEngine(HopKeys keys, ContentOpener opener, NodeRekeys changing, ReceiverConfig place,
            ProtocolConfig config, RandomGenerator random, EngineScratch scratch) {
        this.config = config;
        this.packet = new Ingress(counters, config.datagramBytes());
        int contentBytes = config.datagramBytes() - OVERHEAD_BYTES + ODataHeader.LENGTH;
        this.window = new ReceiveWindow(config.windowPackets(), scratch.packets(contentBytes));
        this.channel = new DataChannel(keys, place.source());
        this.end = new SessionEnd(window, place.explicitConfirm(), place.confirmOn());
        this.membership = new Membership(
                keys, opener, place, config, channel, window, end, events, counters, random, scratch);
        this.upstream = membership.upstream();
        this.rekeys = new ReceiverKeys(keys, changing, membership, channel, window, config, random, events, counters,
                scratch);
        membership.rekeys(rekeys);
        this.leadingEdge = membership.leadingEdge();
        this.delivery = new Delivery(window, counters);
        this.intake = new InnerIntake(packet, channel, opener, window, end, membership, delivery, rekeys, scratch,
                contentBytes);
    }

    /** Begins to look for a parent. Called once. */
    public void start(long nowNs) {
        upstream.start(nowNs);
        rekeys.start(nowNs);
    }

    @Override
    public void onDatagram(long nowNs, Path path, byte[] bytes, int offset, int length) {
        noticeOversleeping(nowNs);
        if (!packet.accept(bytes, offset, length)) {
            return;
        }
        if (isFinished()) {
            packet.drop(DropReason.STALE);
        } else {
            onPacket(nowNs, path);
        }
        packet.release();
    }

    private void onPacket(long nowNs, Path path) {
        switch (packet.type()) {
            case ODATA -> onOData(nowNs);
            case NULL_DATA -> onNullData(nowNs);
            case RDATA -> onRData(nowNs);
            case REKEY -> rekeys.onRekey(nowNs, packet);
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
        membership.onTimeout(nowNs);
        rekeys.onTimeout(nowNs);
    }

    @Override
    public long nextDeadlineNs() {
        return wakefulness.promise(isFinished()
                ? NO_DEADLINE
                : Deadlines.earlier(
                        upstream.nextDeadlineNs(),
                        Deadlines.earlier(rekeys.deadlineNs(),
                                Deadlines.earlier(leadingEdge.deadlineNs(), membership.deadlineNs()))));
    }

    @Override
    public boolean pollTransmit(long nowNs, Transmit out) {
        if (isFinished() || !upstream.poll(nowNs, out)) {
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
     * Hands messages to the application, from at most {@code maxPackets} packets, until there is none or the handler refuses one, which
     * is offered again next time: in order, or, in an unordered session, then also those behind something missing of which all is here.
     *
     * @return whether the handler refused
     */
    public boolean deliver(long nowNs, MessageHandler handler, int maxPackets) {
        noticeOversleeping(nowNs);
        long before = window.consumed();
        boolean refused = delivery.run(handler, maxPackets);
        if (window.consumed() != before) {
            reportProgress();
            if (window.consumed() - before >= config.windowPackets() / 4) {
                upstream.tracks().hasten();
            }
            membership.checkComplete(nowNs);
        }
        return refused;
    }

    /**
     * The application was given everything up to {@code sequence}, or, where it confirms by itself ({@link #confirmOn}), is through with
     * it, for good: written, verified, or whatever it promises.
     *
     * @param sequence at most {@link #deliveredSequence()}
     */
    public void confirm(long nowNs, long sequence) {
        noticeOversleeping(nowNs);
        long before = end.confirmedSequence();
        if (end.confirm(sequence)) {
            reportProgress();
            if (end.confirmedSequence() - before >= config.windowPackets() / 4) {
                upstream.tracks().hasten();
            }
            membership.checkComplete(nowNs);
        }
    }

    /**
     * The application has all that the session brings, although packets of it may be lost here, because others told it the same again. From then on such losses do not keep this receiver from
     * confirming; it is counted with those who came late ({@link SubtreeTally#late}), and not with those who hold every packet. Called before the {@link #confirm} that follows from it.
     */
    public void holdWhole() {
        membership.holdWhole();
    }

    /** At the end of a session everybody waits for the last to be through; before, others can be told with what comes next. */
    private void reportProgress() {
        if (end.isClosed()) {
            upstream.tracks().changed();
        } else {
            upstream.tracks().progressed();
        }
    }

    /** What this receiver confirms on in the present session; before there is one, at least. */
    public ConfirmOn confirmOn() {
        return end.confirmOn();
    }

    /** An authority has given this receiver keys of a layer while it runs, as {@link EngineEvent.LeftBehind} asks for: it goes on with them. */
    public void renew(long nowNs, KeyLayer layer, KeyRenewal renewal) {
        noticeOversleeping(nowNs);
        rekeys.renew(nowNs, layer, renewal);
    }

    /** Leaves the session before its end; it is not complete then. {@link Finished} follows. */
    public void leave(long nowNs) {
        noticeOversleeping(nowNs);
        membership.leave(nowNs);
    }

    public ReceiverState state() {
        return membership.state();
    }

    /** Run of the source whose session this is; ZERO while JOINING. */
    public Incarnation source() {
        return channel.run();
    }

    /**
     * Newest run of the source whose session is over for this receiver once it is FINISHED: {@link ReceiverConfig#after} of the next
     * engine. Not {@link #source} when only a parent said that there is such a run, and another parent denies it.
     */
    public Incarnation finishedRun() {
        return membership.finishedRun();
    }

    /** Everything up to here went to the application, or was reported as unrecoverable. */
    public long deliveredSequence() {
        return window.consumed();
    }

    /** Highest sequence of the session that is known to exist. */
    public long highestSequence() {
        return window.tracker().highest();
    }

    /** When the source was last heard on the data channel, for data or a sign of life; meaningless before {@link #isSourceHeard}. */
    public long sourceHeardNs() {
        return channel.heardNs();
    }

    /** Whether the source of this session was ever heard on the data channel. */
    public boolean isSourceHeard() {
        return channel.isHeard();
    }

    /** First sequence of the session that this receiver got or wanted; above 1 after a late join. */
    public long firstSequence() {
        return window.tracker().first();
    }

    /** Last sequence of the session once the source closed it, else -1. */
    public long closeSequence() {
        return end.isClosed() ? end.closeSequence() : -1;
    }

    /** Whether the source closed the session, and all of it is confirmed from the first sequence on, without a gap. */
    public boolean isComplete() {
        return membership.isComplete();
    }

    /** Whether messages are waiting for {@link #deliver}. */
    public boolean hasDeliveries() {
        return delivery.hasMore();
    }

    /** How long gaps were open until a repair filled them, at all engines with the same scratch. Read by any thread. */
    public DurationBuckets gapTimes() {
        return upstream.gapTimes();
    }

    private boolean isFinished() {
        return membership.state() == ReceiverState.FINISHED;
    }

    /** What was sent while this node stood still waits in its sockets: nobody is silent, and nothing is missing, until it is read. */
    private void noticeOversleeping(long nowNs) {
        long lateNs = wakefulness.oversleptNs(nowNs);
        if (lateNs > 0) {
            leadingEdge.overslept(nowNs);
            upstream.overslept(nowNs, lateNs);
        }
    }

    private void onOData(long nowNs) {
        HopVerifier verifier = channel.verifierOf(packet);
        if (verifier != null && intake.accept(nowNs, verifier)) {
            counters.increment(CounterId.DATA_PACKETS);
            int timestamp = ODataHeader.timestamp(packet.bytes(), packet.offset());
            channel.heard(nowNs, timestamp);
            membership.onOriginal(
                    nowNs, InnerHeader.sequence(packet.bytes(), packet.innerOffset()),
                    packet.outerLength() + packet.innerLength() + HopKeys.ICV_LENGTH, timestamp);
        }
    }

    private void onNullData(long nowNs) {
        HopVerifier verifier = channel.verifierOf(packet);
        if (verifier == null) {
            return;
        }
        if (packet.innerLength() > 0) {
            intake.accept(nowNs, verifier);
        } else if (packet.passes(verifier.verify(packet.bytes(), packet.offset(), packet.outerLength()))) {
            leadingEdge.heard();
            leadingEdge.learn(nowNs, NullDataHeader.highestSent(packet.bytes(), packet.offset()));
            channel.heard(nowNs, NullDataHeader.timestamp(packet.bytes(), packet.offset()));
            membership.onSourceSilent(nowNs);
            rekeys.onContentHint(nowNs, NullDataHeader.contentSpi(packet.bytes(), packet.offset()));
        }
    }

    private void onRData(long nowNs) {
        boolean onDataChannel = packet.classCode() == KeyClass.DATA.code();
        HopVerifier verifier = onDataChannel ? channel.verifierOf(packet) : upstream.repairVerifier(packet);
        if (verifier != null && intake.accept(nowNs, verifier)) {
            counters.increment(CounterId.REPAIRS_RECEIVED);
            if (!onDataChannel) {
                upstream.heardParent(nowNs);
            }
        }
    }
}
