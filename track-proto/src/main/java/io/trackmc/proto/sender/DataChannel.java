package io.trackmc.proto.sender;

import io.trackmc.proto.engine.Invariants;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.rate.TokenBucket;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.MicroClock;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.window.ControlRecord;
import io.trackmc.proto.window.InnerStore;
import io.trackmc.proto.wire.NullDataHeader;
import io.trackmc.proto.wire.ODataHeader;
import io.trackmc.proto.wire.RekeyDatagram;

/** What the sender multicasts to all: each INNER once, as window and rate allow, and NullData when there is none. */
final class DataChannel {

    private static final int RATE_BURST_PACKETS = 44;
    /** What one segmented datagram can hold; far below any receiver's socket buffer. */
    private static final int RATE_BURST_BYTES = 64 << 10;

    private final HopSealer sealer;
    private final Outbox outbox;
    private final SendWindow window;
    private final SessionState session;
    private final InnerStore store;
    private final ControlRecord control;
    private final MicroClock clock;
    private final Counters counters;
    private final TokenBucket bucket;
    private final TokenBucket total;
    private final CongestionPacer congestion;
    private final EdgePacer edge;
    private final NullDataSchedule nullData;
    private boolean stalled;
    private boolean isCongested;
    private boolean controlDue;
    private int contentSpi;
    private long lastUnderPrevious;
    private long rateBlockedNs = Deadlines.NONE;
    private long pacedNs = Deadlines.NONE;

    DataChannel(
            HopSealer sealer,
            Outbox outbox,
            SendWindow window,
            SessionState session,
            InnerStore store,
            ControlRecord control,
            MicroClock clock,
            CongestionPacer congestion,
            ProtocolConfig config,
            Counters counters) {
        this.sealer = sealer;
        this.outbox = outbox;
        this.window = window;
        this.session = session;
        this.store = store;
        this.control = control;
        this.clock = clock;
        this.counters = counters;
        this.congestion = congestion;
        int burst = burstBytes(config);
        this.bucket = new TokenBucket(config.rateBytesPerSecond(), burst);
        this.total = new TokenBucket(config.flow().totalBytesPerSecond(), burst);
        this.edge = new EdgePacer(config.windowPackets());
        this.nullData = new NullDataSchedule(config.tree().nullDataMinimumNs(), config.tree().nullDataMaximumNs());
    }

    /** Most that may go at once. */
    static int burstBytes(ProtocolConfig config) {
        return Math.min(RATE_BURST_PACKETS * config.datagramBytes(), RATE_BURST_BYTES);
    }

    void start(long nowNs) {
        nullData.restart(nowNs);
    }

    /** Sends the next NullData now. */
    void hastenNullData(long nowNs) {
        nullData.now(nowNs);
    }

    /** Sends the newest control record with the next NullData, which goes now. */
    void announceControl(long nowNs) {
        controlDue = true;
        nullData.now(nowNs);
    }

    /** Everything above {@code lastOfPrevious} is sealed under this content SPI, or a later one. */
    void contentSpi(int spi, long lastOfPrevious) {
        contentSpi = spi;
        lastUnderPrevious = lastOfPrevious;
    }

    long deadlineNs() {
        return Deadlines.earlier(nullData.deadlineNs(), Deadlines.earlier(rateBlockedNs, pacedNs));
    }

    /** Whether there is a packet to send, and no room for it in the tree. */
    boolean isOutOfRoom() {
        return hasNext() && window.lastSent() + 1 > window.sendLimit();
    }

    /** Whether the next packet waits because little room, or none, is left in the tree. */
    boolean isHeldBack() {
        return isOutOfRoom() || pacedNs != Deadlines.NONE;
    }

    /** Whether the limit of rate kept the next packet when it was last looked for. */
    boolean isRateLimited() {
        return rateBlockedNs != Deadlines.NONE;
    }

    /** Whether it was congestion control alone that kept it. */
    boolean isCongested() {
        return isRateLimited() && isCongested;
    }

    /** Whether packets that are sealed wait. */
    boolean hasSealed() {
        return !session.isClosed() && window.lastSent() < outbox.lastSealed();
    }

    /** Writes the next OData, if there is one and it may be sent. */
    boolean pollData(long nowNs, Transmit out) {
        rateBlockedNs = Deadlines.NONE;
        pacedNs = Deadlines.NONE;
        if (!hasNext()) {
            return false;
        }
        if (isOutOfRoom()) {
            noteStall();
            return false;
        }
        if (!bucket.isOpen(nowNs) || !total.isOpen(nowNs) || !congestion.isOpen(nowNs)) {
            counters.increment(CounterId.RATE_DELAYS);
            isCongested = bucket.isOpen(nowNs) && total.isOpen(nowNs);
            rateBlockedNs = !bucket.isOpen(nowNs) ? bucket.openAtNs()
                    : !total.isOpen(nowNs) ? total.openAtNs() : congestion.openAtNs();
            return false;
        }
        if (!edge.isOpen(nowNs, window.sendLimit(), window.sendLimit() - window.lastSent())) {
            pacedNs = edge.openAtNs();
            return false;
        }
        long next = window.lastSent() + 1;
        if (next > outbox.lastSealed()) {
            outbox.flush();
        }
        write(nowNs, next, out);
        return true;
    }

    /** A repair went out: it counts against the limit of all that is sent, and against what the slowest path takes. */
    void repaired(long nowNs, int bytes) {
        total.take(nowNs, bytes);
        congestion.sent(nowNs, bytes);
    }

    /** Writes a NullData that is due. */
    boolean pollNullData(long nowNs, Transmit out) {
        if (!nullData.isDue(nowNs)) {
            return false;
        }
        tellCounter();
        int outerLength = NullDataHeader.write(
                out.bytes(), 0, window.lastSent(), session.highestReleased(), clock.timestamp(nowNs), nextContentSpi());
        int length;
        if (controlDue || session.isClosed()) {
            controlDue = false;
            System.arraycopy(control.inner(), 0, out.bytes(), outerLength, control.length());
            length = sealer.seal(out.bytes(), 0, outerLength, control.length(), control.digest(), 0);
        } else {
            length = sealer.seal(out.bytes(), 0, outerLength);
        }
        out.multicast(Transmit.Destination.DATA, length);
        nullData.sent(nowNs);
        return true;
    }

    /**
     * Writes an INNER of an authority.
     *
     * @param digest of it
     */
    void writeRekey(byte[] inner, byte[] digest, Transmit out) {
        tellCounter();
        int outerLength = RekeyDatagram.write(out.bytes(), 0);
        System.arraycopy(inner, 0, out.bytes(), outerLength, inner.length);
        out.multicast(Transmit.Destination.DATA, sealer.seal(out.bytes(), 0, outerLength, inner.length, digest, 0));
    }

    private int nextContentSpi() {
        return window.lastSent() < lastUnderPrevious ? 0 : contentSpi;
    }

    private boolean hasNext() {
        return !session.isClosed() && (window.lastSent() < outbox.lastSealed() || outbox.hasOpen());
    }

    private void write(long nowNs, long sequence, Transmit out) {
        Invariants.check(store.contains(sequence), "a sequence is sent that is not in the store");
        byte[] inner = store.bytes(sequence);
        int innerLength = store.length(sequence);
        tellCounter();
        int outerLength = ODataHeader.write(out.bytes(), 0, session.highestReleased(), clock.timestamp(nowNs));
        System.arraycopy(inner, 0, out.bytes(), outerLength, innerLength);
        out.multicast(
                Transmit.Destination.DATA,
                sealer.seal(out.bytes(), 0, outerLength, innerLength, inner, innerLength));
        window.sent(nowNs, sequence);
        session.highestSequence(sequence);
        session.lowestRepairable(sequence - store.capacity() + 1);
        bucket.take(nowNs, out.length());
        total.take(nowNs, out.length());
        congestion.sent(nowNs, out.length());
        edge.sent(nowNs);
        nullData.restart(nowNs);
        stalled = false;
        counters.increment(CounterId.DATA_PACKETS);
        counters.add(CounterId.DATA_BYTES_SENT, out.length());
    }

    /** Before the next packet is sealed: children may read this in another socket first, and would take the newest for a replay. */
    private void tellCounter() {
        session.sourceCounter(sealer.spi(), sealer.counter());
    }

    private void noteStall() {
        if (!stalled) {
            stalled = true;
            counters.increment(CounterId.WINDOW_STALLS);
        }
    }
}
