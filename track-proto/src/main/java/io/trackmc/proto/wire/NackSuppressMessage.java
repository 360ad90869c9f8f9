package io.trackmc.proto.wire;

/** NackSuppress: a parent lacks these sequences too and is fetching them (wire format §5.7). */
public final class NackSuppressMessage implements Message {

    public static final int MAX_RANGES = NackMessage.MAX_RANGES;

    static final int FIXED_BODY = 4;
    static final int MAX_BODY = FIXED_BODY + MAX_RANGES * RangeList.ENTRY_BYTES;

    private static final int STREAM = OuterHeader.LENGTH;
    private static final int RANGE_COUNT = OuterHeader.LENGTH + 1;
    private static final int RESERVED = OuterHeader.LENGTH + 2;
    private static final int RANGES = OuterHeader.LENGTH + FIXED_BODY;

    private final RangeList ranges = new RangeList(MAX_RANGES);
    private int stream;

    @Override
    public MessageType type() {
        return MessageType.NACK_SUPPRESS;
    }

    @Override
    public void reset() {
        ranges.clear();
        stream = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        stream = Bytes.getU8(b, off + STREAM);
        int count = Bytes.getU8(b, off + RANGE_COUNT);
        return stream <= InnerHeader.STREAM_CONTROL
                && Bytes.getU16(b, off + RESERVED) == 0
                && count >= 1
                && ranges.hasRoomFor(count)
                && OuterHeader.outerLength(b, off) == RANGES + count * RangeList.ENTRY_BYTES
                && ranges.parse(b, off + RANGES, count);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = RANGES + ranges.bytes();
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU8(b, off + STREAM, stream);
        Bytes.putU8(b, off + RANGE_COUNT, ranges.count());
        Bytes.putU16(b, off + RESERVED, 0);
        ranges.write(b, off + RANGES);
        return length;
    }

    /** {@link InnerHeader#STREAM_DATA} or {@link InnerHeader#STREAM_CONTROL}. */
    public int stream() {
        return stream;
    }

    public NackSuppressMessage stream(int v) {
        stream = v;
        return this;
    }

    public NackSuppressMessage clearRanges() {
        ranges.clear();
        return this;
    }

    /**
     * Adds {@code count} sequences from {@code first}, which must lie above all ranges added before; a range that touches the last
     * one makes that longer.
     *
     * @return false when there are {@link #MAX_RANGES} already
     * @throws IllegalArgumentException when {@code first} or {@code count} is below 1 or out of order
     */
    public boolean addRange(long first, long count) {
        return ranges.add(first, count);
    }

    public int rangeCount() {
        return ranges.count();
    }

    public long rangeFirst(int i) {
        return ranges.first(i);
    }

    /** Number of sequences, 1 or more; the last one is rangeFirst + rangeLength - 1 and does not overflow. */
    public long rangeLength(int i) {
        return ranges.length(i);
    }
}
