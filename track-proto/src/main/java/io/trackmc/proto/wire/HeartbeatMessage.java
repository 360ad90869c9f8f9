package io.trackmc.proto.wire;

import io.trackmc.proto.seq.SequenceNumbers;

/** Heartbeat: a parent's sign of life and state (wire format §5.4). */
public final class HeartbeatMessage implements Message {

    public static final int MAX_ANCESTORS = 32;
    public static final int MAX_PROBED = 230;

    static final int FLAGS = 1;
    static final int FIXED_BODY = 104;
    static final int MAX_BODY = FIXED_BODY + (MAX_ANCESTORS + MAX_PROBED) * IdList.ENTRY_BYTES;

    private static final int FLAG_CLOSED = 1;

    private static final int LEVEL = OuterHeader.LENGTH;
    private static final int ANCESTOR_COUNT = OuterHeader.LENGTH + 1;
    private static final int PROBED_COUNT = OuterHeader.LENGTH + 2;
    private static final int TIMESTAMP = OuterHeader.LENGTH + 4;
    private static final int HIGHEST_SEQUENCE = OuterHeader.LENGTH + 8;
    private static final int HIGHEST_RELEASED = OuterHeader.LENGTH + 16;
    private static final int LOWEST_REPAIRABLE = OuterHeader.LENGTH + 24;
    private static final int CLOSE_SEQUENCE = OuterHeader.LENGTH + 32;
    private static final int CHILD_COUNT = OuterHeader.LENGTH + 40;
    private static final int RESERVED = OuterHeader.LENGTH + 42;
    private static final int REGION_RTT = OuterHeader.LENGTH + 44;
    private static final int REGION_COUNTER = OuterHeader.LENGTH + 48;
    private static final int SOURCE_COUNTER = OuterHeader.LENGTH + 56;
    private static final int TRANSPORT_REKEY = OuterHeader.LENGTH + 64;
    private static final int CONTENT_REKEY = OuterHeader.LENGTH + 72;
    private static final int CONTENT_EPOCH = OuterHeader.LENGTH + 80;
    private static final int LISTS = OuterHeader.LENGTH + FIXED_BODY;

    private final IdList ancestors = new IdList(MAX_ANCESTORS);
    private final IdList probed = new IdList(MAX_PROBED);
    private int level;
    private int timestamp;
    private long highestSequence;
    private long highestReleased;
    private long lowestRepairable;
    private boolean closed;
    private long closeSequence;
    private int childCount;
    private int regionRtt;
    private long regionCounter;
    private long sourceCounter;
    private long transportRekey;
    private long contentRekey;
    private final ContentEpochFields content = new ContentEpochFields();

    @Override
    public MessageType type() {
        return MessageType.HEARTBEAT;
    }

    @Override
    public void reset() {
        ancestors.clear();
        probed.clear();
        level = 0;
        timestamp = 0;
        highestSequence = 0;
        highestReleased = 0;
        lowestRepairable = 0;
        closed = false;
        closeSequence = 0;
        childCount = 0;
        regionRtt = 0;
        regionCounter = 0;
        sourceCounter = 0;
        transportRekey = 0;
        contentRekey = 0;
        content.clear();
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        level = Bytes.getU8(b, off + LEVEL);
        timestamp = Bytes.getU32(b, off + TIMESTAMP);
        highestSequence = Bytes.getU64(b, off + HIGHEST_SEQUENCE);
        highestReleased = Bytes.getU64(b, off + HIGHEST_RELEASED);
        lowestRepairable = Bytes.getU64(b, off + LOWEST_REPAIRABLE);
        closed = (OuterHeader.flags(b, off) & FLAG_CLOSED) != 0;
        closeSequence = Bytes.getU64(b, off + CLOSE_SEQUENCE);
        childCount = Bytes.getU16(b, off + CHILD_COUNT);
        regionRtt = Bytes.getU32(b, off + REGION_RTT);
        regionCounter = Bytes.getU64(b, off + REGION_COUNTER);
        sourceCounter = Bytes.getU64(b, off + SOURCE_COUNTER);
        transportRekey = Bytes.getU64(b, off + TRANSPORT_REKEY);
        contentRekey = Bytes.getU64(b, off + CONTENT_REKEY);
        return areFieldsValid() && content.parse(b, off + CONTENT_EPOCH) && Bytes.getU16(b, off + RESERVED) == 0
                && parseLists(b, off);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = LISTS + ancestors.bytes() + probed.bytes();
        OuterHeader.write(b, off, type(), closed ? FLAG_CLOSED : 0, length);
        Bytes.putU8(b, off + LEVEL, level);
        Bytes.putU8(b, off + ANCESTOR_COUNT, ancestors.count());
        Bytes.putU16(b, off + PROBED_COUNT, probed.count());
        Bytes.putU32(b, off + TIMESTAMP, timestamp);
        Bytes.putU64(b, off + HIGHEST_SEQUENCE, highestSequence);
        Bytes.putU64(b, off + HIGHEST_RELEASED, highestReleased);
        Bytes.putU64(b, off + LOWEST_REPAIRABLE, lowestRepairable);
        Bytes.putU64(b, off + CLOSE_SEQUENCE, closed ? closeSequence : 0);
        Bytes.putU16(b, off + CHILD_COUNT, childCount);
        Bytes.putU16(b, off + RESERVED, 0);
        Bytes.putU32(b, off + REGION_RTT, regionRtt);
        Bytes.putU64(b, off + REGION_COUNTER, regionCounter);
        Bytes.putU64(b, off + SOURCE_COUNTER, sourceCounter);
        Bytes.putU64(b, off + TRANSPORT_REKEY, transportRekey);
        Bytes.putU64(b, off + CONTENT_REKEY, contentRekey);
        content.write(b, off + CONTENT_EPOCH);
        probed.write(b, ancestors.write(b, off + LISTS));
        return length;
    }

    private boolean areFieldsValid() {
        return isWithinASession(highestSequence)
                && isWithinASession(highestReleased)
                && isWithinASession(lowestRepairable)
                && isWithinASession(closeSequence)
                && regionRtt >= 0
                && regionCounter >= 0
                && sourceCounter >= 0
                && isRekey(transportRekey)
                && isRekey(contentRekey)
                && (closed || closeSequence == 0);
    }

    /** A child adds its window to what it goes on with, and does not follow where no session comes. */
    private static boolean isWithinASession(long sequence) {
        return sequence >= 0 && sequence <= SequenceNumbers.MAX_JOIN;
    }

    private static boolean isRekey(long number) {
        return number >= 0 && number <= RekeyPart.MAX_REKEY;
    }

    private boolean parseLists(byte[] b, int off) {
        int ancestorCount = Bytes.getU8(b, off + ANCESTOR_COUNT);
        int probedCount = Bytes.getU16(b, off + PROBED_COUNT);
        int probedOffset = LISTS + ancestorCount * IdList.ENTRY_BYTES;
        return ancestors.hasRoomFor(ancestorCount)
                && probed.hasRoomFor(probedCount)
                && OuterHeader.outerLength(b, off) == probedOffset + probedCount * IdList.ENTRY_BYTES
                && ancestors.parse(b, off + LISTS, ancestorCount)
                && probed.parse(b, off + probedOffset, probedCount);
    }

    /** Level of the parent: 0 the sender; 128 and more: not connected to the sender. */
    public int level() {
        return level;
    }

    public HeartbeatMessage level(int v) {
        level = v;
        return this;
    }

    /** Parent's clock, microseconds modulo 2^32. */
    public int timestamp() {
        return timestamp;
    }

    public HeartbeatMessage timestamp(int v) {
        timestamp = v;
        return this;
    }

    /** Highest sequence of the data stream that the parent knows of. */
    public long highestSequence() {
        return highestSequence;
    }

    public HeartbeatMessage highestSequence(long v) {
        highestSequence = v;
        return this;
    }

    /** Trailing edge: no repair at or below it. */
    public long highestReleased() {
        return highestReleased;
    }

    public HeartbeatMessage highestReleased(long v) {
        highestReleased = v;
        return this;
    }

    /** Lowest sequence that the parent can still repair. */
    public long lowestRepairable() {
        return lowestRepairable;
    }

    public HeartbeatMessage lowestRepairable(long v) {
        lowestRepairable = v;
        return this;
    }

    /** Whether the session has ended, at {@link #closeSequence()}. */
    public boolean closed() {
        return closed;
    }

    public HeartbeatMessage closed(boolean v) {
        closed = v;
        return this;
    }

    /** Last sequence of the session; 0 when it has not ended, or nothing was sent in it. */
    public long closeSequence() {
        return closeSequence;
    }

    /** Written only with {@link #closed(boolean)}. */
    public HeartbeatMessage closeSequence(long v) {
        closeSequence = v;
        return this;
    }

    /** Children of the parent. */
    public int childCount() {
        return childCount;
    }

    public HeartbeatMessage childCount(int v) {
        childCount = v;
        return this;
    }

    /** Longest round-trip time between the parent and one of its children, in microseconds; 0 not known. */
    public int regionRtt() {
        return regionRtt;
    }

    public HeartbeatMessage regionRtt(int v) {
        regionRtt = v;
        return this;
    }

    /** Counter of the last packet that the parent sealed under its region key in the epoch of this packet; 0 none. */
    public long regionCounter() {
        return regionCounter;
    }

    public HeartbeatMessage regionCounter(long v) {
        regionCounter = v;
        return this;
    }

    /** Last counter of the source's data channel in the epoch of this packet that the parent knows to be true; 0 not known. */
    public long sourceCounter() {
        return sourceCounter;
    }

    public HeartbeatMessage sourceCounter(long v) {
        sourceCounter = v;
        return this;
    }

    /** Newest rekey of the transport layer that the parent has; 0 none. */
    public long transportRekey() {
        return transportRekey;
    }

    public HeartbeatMessage transportRekey(long v) {
        transportRekey = v;
        return this;
    }

    /** The same of the content layer. */
    public long contentRekey() {
        return contentRekey;
    }

    public HeartbeatMessage contentRekey(long v) {
        contentRekey = v;
        return this;
    }

    /** Where content epochs begin. */
    public ContentEpochFields content() {
        return content;
    }

    public HeartbeatMessage clearAncestors() {
        ancestors.clear();
        return this;
    }

    /** Adds a node id; false when there are {@link #MAX_ANCESTORS} already. */
    public boolean addAncestor(int id) {
        return ancestors.add(id);
    }

    public int ancestorCount() {
        return ancestors.count();
    }

    public int ancestor(int i) {
        return ancestors.get(i);
    }

    public HeartbeatMessage clearProbed() {
        probed.clear();
        return this;
    }

    /** Adds a node id; false when there are {@link #MAX_PROBED} already. */
    public boolean addProbed(int id) {
        return probed.add(id);
    }

    public int probedCount() {
        return probed.count();
    }

    public int probed(int i) {
        return probed.get(i);
    }
}
