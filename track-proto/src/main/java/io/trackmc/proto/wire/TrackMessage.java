package io.trackmc.proto.wire;

import io.trackmc.proto.seq.SequenceNumbers;

/** Track: a child's status, aggregated over the subtree below it (wire format §5.5). */
public final class TrackMessage implements Message {

    public static final int MAX_BITMAP_WORDS = 16;
    public static final int MAX_FAILURES = 64;

    static final int FLAGS = 3;
    static final int FIXED_BODY = 124;
    static final int MAX_BODY = FIXED_BODY + MAX_BITMAP_WORDS * Long.BYTES + MAX_FAILURES * IdList.ENTRY_BYTES;

    private static final int FLAG_HEARTBEAT_ECHO = 1;
    private static final int FLAG_SENDER_ECHO = 2;

    private static final int CUM_ACK = OuterHeader.LENGTH;
    private static final int SUBTREE_CUM_ACK = OuterHeader.LENGTH + 8;
    private static final int HIGHEST_ALLOWED = OuterHeader.LENGTH + 16;
    private static final int SUBTREE_CONFIRMED = OuterHeader.LENGTH + 24;
    private static final int CONTROL_CUM_ACK = OuterHeader.LENGTH + 32;
    private static final int RECEIVER_COUNT = OuterHeader.LENGTH + 40;
    private static final int COMPLETE_COUNT = OuterHeader.LENGTH + 44;
    private static final int FAILURE_COUNT = OuterHeader.LENGTH + 48;
    private static final int SLOWEST = OuterHeader.LENGTH + 52;
    private static final int WORST_LOSS = OuterHeader.LENGTH + 56;
    private static final int BITMAP_WORDS = OuterHeader.LENGTH + 58;
    private static final int FAILURE_LIST_LENGTH = OuterHeader.LENGTH + 59;
    private static final int HEARTBEAT_ECHO = OuterHeader.LENGTH + 60;
    private static final int HEARTBEAT_DALLY = OuterHeader.LENGTH + 64;
    private static final int SENDER_ECHO = OuterHeader.LENGTH + 68;
    private static final int TRANSPORT_EPOCH = OuterHeader.LENGTH + 72;
    private static final int CONTENT_EPOCH = OuterHeader.LENGTH + 80;
    private static final int LATE_RECEIVER_COUNT = OuterHeader.LENGTH + 88;
    private static final int LATE_COUNT = OuterHeader.LENGTH + 92;
    private static final int TOO_SLOW = OuterHeader.LENGTH + 96;
    private static final int ALLOWED_RATE = OuterHeader.LENGTH + 104;
    private static final int LIMITER = OuterHeader.LENGTH + 112;
    private static final int LIMITER_RTT = OuterHeader.LENGTH + 116;
    private static final int LOSS_INTERVAL = OuterHeader.LENGTH + 120;
    private static final int LISTS = OuterHeader.LENGTH + FIXED_BODY;

    private final long[] bitmap = new long[MAX_BITMAP_WORDS];
    private final IdList failures = new IdList(MAX_FAILURES);
    private long tooSlow;
    private int bitmapWords;
    private boolean hasHeartbeatEcho;
    private int heartbeatEcho;
    private int heartbeatDally;
    private boolean hasSenderEcho;
    private int senderEcho;
    private long cumAck;
    private long subtreeCumAck;
    private long highestAllowed;
    private long subtreeConfirmed;
    private long controlCumAck;
    private int receiverCount;
    private int completeCount;
    private int failureCount;
    private int lateReceiverCount;
    private int lateCount;
    private int slowest;
    private int worstLoss;
    private long transportEpoch;
    private long contentEpoch;
    private long allowedRate;
    private int limiter;
    private int limiterRtt;
    private int lossInterval;

    @Override
    public MessageType type() {
        return MessageType.TRACK;
    }

    @Override
    public void reset() {
        clearBitmap();
        clearFailures();
        noHeartbeatEcho();
        noSenderEcho();
        cumAck = 0;
        subtreeCumAck = 0;
        highestAllowed = 0;
        subtreeConfirmed = 0;
        controlCumAck = 0;
        receiverCount = 0;
        completeCount = 0;
        failureCount = 0;
        lateReceiverCount = 0;
        lateCount = 0;
        slowest = 0;
        worstLoss = 0;
        transportEpoch = 0;
        contentEpoch = 0;
        noRate();
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        cumAck = Bytes.getU64(b, off + CUM_ACK);
        subtreeCumAck = Bytes.getU64(b, off + SUBTREE_CUM_ACK);
        highestAllowed = Bytes.getU64(b, off + HIGHEST_ALLOWED);
        subtreeConfirmed = Bytes.getU64(b, off + SUBTREE_CONFIRMED);
        controlCumAck = Bytes.getU64(b, off + CONTROL_CUM_ACK);
        receiverCount = Bytes.getU32(b, off + RECEIVER_COUNT);
        completeCount = Bytes.getU32(b, off + COMPLETE_COUNT);
        failureCount = Bytes.getU32(b, off + FAILURE_COUNT);
        slowest = Bytes.getU32(b, off + SLOWEST);
        worstLoss = Bytes.getU16(b, off + WORST_LOSS);
        transportEpoch = Bytes.getU64(b, off + TRANSPORT_EPOCH);
        contentEpoch = Bytes.getU64(b, off + CONTENT_EPOCH);
        lateReceiverCount = Bytes.getU32(b, off + LATE_RECEIVER_COUNT);
        lateCount = Bytes.getU32(b, off + LATE_COUNT);
        parseRate(b, off);
        parseEchoes(b, off);
        return areSequencesValid() && areCountsValid() && isRateValid() && areEchoesValid() && parseLists(b, off);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = LISTS + bitmapWords * Long.BYTES + failures.bytes();
        int flags = (hasHeartbeatEcho ? FLAG_HEARTBEAT_ECHO : 0) | (hasSenderEcho ? FLAG_SENDER_ECHO : 0);
        OuterHeader.write(b, off, type(), flags, length);
        Bytes.putU64(b, off + CUM_ACK, cumAck);
        Bytes.putU64(b, off + SUBTREE_CUM_ACK, subtreeCumAck);
        Bytes.putU64(b, off + HIGHEST_ALLOWED, highestAllowed);
        Bytes.putU64(b, off + SUBTREE_CONFIRMED, subtreeConfirmed);
        Bytes.putU64(b, off + CONTROL_CUM_ACK, controlCumAck);
        Bytes.putU32(b, off + RECEIVER_COUNT, receiverCount);
        Bytes.putU32(b, off + COMPLETE_COUNT, completeCount);
        Bytes.putU32(b, off + FAILURE_COUNT, failureCount);
        Bytes.putU32(b, off + SLOWEST, slowest);
        Bytes.putU16(b, off + WORST_LOSS, worstLoss);
        Bytes.putU64(b, off + TRANSPORT_EPOCH, transportEpoch);
        Bytes.putU64(b, off + CONTENT_EPOCH, contentEpoch);
        Bytes.putU32(b, off + HEARTBEAT_ECHO, heartbeatEcho);
        Bytes.putU32(b, off + HEARTBEAT_DALLY, heartbeatDally);
        Bytes.putU32(b, off + SENDER_ECHO, senderEcho);
        Bytes.putU32(b, off + LATE_RECEIVER_COUNT, lateReceiverCount);
        Bytes.putU32(b, off + LATE_COUNT, lateCount);
        writeRate(b, off);
        writeLists(b, off);
        return length;
    }

    private void parseRate(byte[] b, int off) {
        allowedRate = Bytes.getU64(b, off + ALLOWED_RATE);
        limiter = Bytes.getU32(b, off + LIMITER);
        limiterRtt = Bytes.getU32(b, off + LIMITER_RTT);
        lossInterval = Bytes.getU32(b, off + LOSS_INTERVAL);
    }

    private void writeRate(byte[] b, int off) {
        Bytes.putU64(b, off + ALLOWED_RATE, allowedRate);
        Bytes.putU32(b, off + LIMITER, limiter);
        Bytes.putU32(b, off + LIMITER_RTT, limiterRtt);
        Bytes.putU32(b, off + LOSS_INTERVAL, lossInterval);
    }

    private boolean isRateValid() {
        return allowedRate == 0
                ? (limiter | limiterRtt | lossInterval) == 0
                : allowedRate > 0 && limiter != 0 && limiterRtt >= 0 && lossInterval >= 0;
    }

    private void parseEchoes(byte[] b, int off) {
        hasHeartbeatEcho = (OuterHeader.flags(b, off) & FLAG_HEARTBEAT_ECHO) != 0;
        heartbeatEcho = Bytes.getU32(b, off + HEARTBEAT_ECHO);
        heartbeatDally = Bytes.getU32(b, off + HEARTBEAT_DALLY);
        hasSenderEcho = (OuterHeader.flags(b, off) & FLAG_SENDER_ECHO) != 0;
        senderEcho = Bytes.getU32(b, off + SENDER_ECHO);
    }

    private boolean areEchoesValid() {
        return (hasHeartbeatEcho || (heartbeatEcho == 0 && heartbeatDally == 0)) && (hasSenderEcho || senderEcho == 0);
    }

    private boolean areSequencesValid() {
        return cumAck >= 0
                && subtreeCumAck >= 0
                && highestAllowed >= 0
                && subtreeConfirmed >= 0
                && controlCumAck >= 0
                && transportEpoch >= 0
                && contentEpoch >= 0;
    }

    private boolean areCountsValid() {
        return receiverCount >= 0
                && completeCount >= 0
                && failureCount >= 0
                && lateReceiverCount >= 0
                && lateCount >= 0;
    }

    /** Also makes sure that no bit of the bitmap stands for a sequence above {@link SequenceNumbers#MAX}. */
    private boolean parseLists(byte[] b, int off) {
        bitmapWords = Bytes.getU8(b, off + BITMAP_WORDS);
        int failureCount = Bytes.getU8(b, off + FAILURE_LIST_LENGTH);
        int failuresOffset = LISTS + bitmapWords * Long.BYTES;
        if (bitmapWords > MAX_BITMAP_WORDS
                || cumAck > SequenceNumbers.MAX - (long) bitmapWords * Long.SIZE
                || !failures.hasRoomFor(failureCount)
                || OuterHeader.outerLength(b, off) != failuresOffset + failureCount * IdList.ENTRY_BYTES) {
            return false;
        }
        for (int i = 0; i < bitmapWords; i++) {
            bitmap[i] = Bytes.getU64(b, off + LISTS + i * Long.BYTES);
        }
        tooSlow = Bytes.getU64(b, off + TOO_SLOW);
        boolean namesOnlyListed = failureCount == MAX_FAILURES || tooSlow >>> failureCount == 0;
        return namesOnlyListed && failures.parse(b, off + failuresOffset, failureCount);
    }

    private void writeLists(byte[] b, int off) {
        Bytes.putU8(b, off + BITMAP_WORDS, bitmapWords);
        Bytes.putU8(b, off + FAILURE_LIST_LENGTH, failures.count());
        Bytes.putU64(b, off + TOO_SLOW, tooSlow);
        for (int i = 0; i < bitmapWords; i++) {
            Bytes.putU64(b, off + LISTS + i * Long.BYTES, bitmap[i]);
        }
        failures.write(b, off + LISTS + bitmapWords * Long.BYTES);
    }

    /** Highest sequence up to which the child itself has everything. */
    public long cumAck() {
        return cumAck;
    }

    public TrackMessage cumAck(long v) {
        cumAck = v;
        return this;
    }

    /** Minimum of cumAck over the child and all below it. */
    public long subtreeCumAck() {
        return subtreeCumAck;
    }

    public TrackMessage subtreeCumAck(long v) {
        subtreeCumAck = v;
        return this;
    }

    /** Highest sequence that the subtree has room for. */
    public long highestAllowed() {
        return highestAllowed;
    }

    public TrackMessage highestAllowed(long v) {
        highestAllowed = v;
        return this;
    }

    /** Minimum over the receivers of the subtree of what their applications confirmed. */
    public long subtreeConfirmed() {
        return subtreeConfirmed;
    }

    public TrackMessage subtreeConfirmed(long v) {
        subtreeConfirmed = v;
        return this;
    }

    /** As {@link #subtreeCumAck()}, of the control stream. */
    public long controlCumAck() {
        return controlCumAck;
    }

    public TrackMessage controlCumAck(long v) {
        controlCumAck = v;
        return this;
    }

    /** Receivers in the subtree. */
    public int receiverCount() {
        return receiverCount;
    }

    public TrackMessage receiverCount(int v) {
        receiverCount = v;
        return this;
    }

    /** Receivers of the subtree that held the session from its first sequence on, confirmed it closed, and left. */
    public int completeCount() {
        return completeCount;
    }

    public TrackMessage completeCount(int v) {
        completeCount = v;
        return this;
    }

    /** Receivers given up in the subtree in this session. */
    public int failureCount() {
        return failureCount;
    }

    public TrackMessage failureCount(int v) {
        failureCount = v;
        return this;
    }

    /** Receivers in the subtree whose first sequence is not the session's first. */
    public int lateReceiverCount() {
        return lateReceiverCount;
    }

    public TrackMessage lateReceiverCount(int v) {
        lateReceiverCount = v;
        return this;
    }

    /** As {@link #completeCount()}, of receivers that came late: they confirmed what there was from their first sequence on. */
    public int lateCount() {
        return lateCount;
    }

    public TrackMessage lateCount(int v) {
        lateCount = v;
        return this;
    }

    /** Node id of the receiver or repair head that holds {@link #highestAllowed()}; 0 none. */
    public int slowest() {
        return slowest;
    }

    public TrackMessage slowest(int v) {
        slowest = v;
        return this;
    }

    /** Highest loss rate in the subtree, in 1/65,535. */
    public int worstLoss() {
        return worstLoss;
    }

    public TrackMessage worstLoss(int v) {
        worstLoss = v;
        return this;
    }

    /** Minimum of installed transport epochs in the subtree. */
    public long transportEpoch() {
        return transportEpoch;
    }

    public TrackMessage transportEpoch(long v) {
        transportEpoch = v;
        return this;
    }

    /** Minimum of installed content epochs of the receivers in the subtree; 0 none. */
    public long contentEpoch() {
        return contentEpoch;
    }

    public TrackMessage contentEpoch(long v) {
        contentEpoch = v;
        return this;
    }

    /** Bytes per second that the subtree's slowest path takes; 0 when none is told. */
    public long allowedRate() {
        return allowedRate;
    }

    /** Node id of the receiver at the end of that path; 0 exactly when {@link #allowedRate()} is. */
    public int limiter() {
        return limiter;
    }

    /** Its round-trip time to the sender, in microseconds. */
    public int limiterRtt() {
        return limiterRtt;
    }

    /** Packets from one of its loss events to the next, on the average; 0 before its first. */
    public int lossInterval() {
        return lossInterval;
    }

    /** Tells a rate, above 0, of a receiver. */
    public TrackMessage rate(long bytesPerSecond, int receiver, int rttMicros, int packetsBetweenLosses) {
        allowedRate = bytesPerSecond;
        limiter = receiver;
        limiterRtt = rttMicros;
        lossInterval = packetsBetweenLosses;
        return this;
    }

    public TrackMessage noRate() {
        return rate(0, 0, 0, 0);
    }

    /** Whether {@link #heartbeatEcho()} and {@link #heartbeatDally()} hold values. */
    public boolean hasHeartbeatEcho() {
        return hasHeartbeatEcho;
    }

    /** Timestamp of the newest Heartbeat of the parent. */
    public int heartbeatEcho() {
        return heartbeatEcho;
    }

    /** Microseconds from the arrival of that Heartbeat to this Track, modulo 2^32. */
    public int heartbeatDally() {
        return heartbeatDally;
    }

    public TrackMessage heartbeatEcho(int timestamp, int dally) {
        hasHeartbeatEcho = true;
        heartbeatEcho = timestamp;
        heartbeatDally = dally;
        return this;
    }

    public TrackMessage noHeartbeatEcho() {
        hasHeartbeatEcho = false;
        heartbeatEcho = 0;
        heartbeatDally = 0;
        return this;
    }

    /** Whether {@link #senderEcho()} holds a value. */
    public boolean hasSenderEcho() {
        return hasSenderEcho;
    }

    /** Minimum over the subtree of sender timestamp + time held, on the sender's clock. */
    public int senderEcho() {
        return senderEcho;
    }

    public TrackMessage senderEcho(int timestamp) {
        hasSenderEcho = true;
        senderEcho = timestamp;
        return this;
    }

    public TrackMessage noSenderEcho() {
        hasSenderEcho = false;
        senderEcho = 0;
        return this;
    }

    public TrackMessage clearBitmap() {
        bitmapWords = 0;
        return this;
    }

    /**
     * Copies the first {@code count} words, at most {@link #MAX_BITMAP_WORDS}. Bit i of word w (bit 0 the least significant) says
     * whether sequence cumAck + 1 + 64 w + i is missing.
     */
    public TrackMessage setBitmap(long[] words, int count) {
        System.arraycopy(words, 0, bitmap, 0, count);
        bitmapWords = count;
        return this;
    }

    public int bitmapWords() {
        return bitmapWords;
    }

    public long bitmapWord(int i) {
        if (i >= bitmapWords) {
            throw new IndexOutOfBoundsException(i);
        }
        return bitmap[i];
    }

    public TrackMessage clearFailures() {
        failures.clear();
        tooSlow = 0;
        return this;
    }

    /** Adds a node id, and whether it was sent away as too slow; false when there are {@link #MAX_FAILURES} already. */
    public boolean addFailure(int id, boolean sentAway) {
        boolean added = failures.add(id);
        if (added && sentAway) {
            tooSlow |= 1L << (failures.count() - 1);
        }
        return added;
    }

    public int failureListLength() {
        return failures.count();
    }

    public int failure(int i) {
        return failures.get(i);
    }

    /** Whether it was sent away as too slow; else it fell silent. */
    public boolean isFailureTooSlow(int i) {
        return (tooSlow & 1L << i) != 0;
    }
}
