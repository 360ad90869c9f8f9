package io.trackmc.proto.wire;

/** NackSuppress: a parent lacks these sequences too and is fetching them (wire format §5.7). */
public final class NackSuppressMessage implements Message {

    static final int FIXED_BODY = 12;
    static final int MAX_BODY = FIXED_BODY + SequenceList.MAX_BYTES;

    private static final int STREAM = OuterHeader.LENGTH;
    private static final int RANGE_COUNT = OuterHeader.LENGTH + 1;
    private static final int BITMAP_WORDS = OuterHeader.LENGTH + 2;
    private static final int RESERVED = OuterHeader.LENGTH + 3;
    private static final int BITMAP_BASE = OuterHeader.LENGTH + 4;
    private static final int LISTS = OuterHeader.LENGTH + FIXED_BODY;

    private final SequenceList fetched = new SequenceList();
    private int stream;

    @Override
    public MessageType type() {
        return MessageType.NACK_SUPPRESS;
    }

    @Override
    public void reset() {
        fetched.clear();
        stream = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        stream = Bytes.getU8(b, off + STREAM);
        int ranges = Bytes.getU8(b, off + RANGE_COUNT);
        int words = Bytes.getU8(b, off + BITMAP_WORDS);
        return stream <= InnerHeader.STREAM_CONTROL
                && Bytes.getU8(b, off + RESERVED) == 0
                && ranges + words >= 1
                && OuterHeader.outerLength(b, off) == LISTS + SequenceList.bytes(ranges, words)
                && fetched.parse(b, off + LISTS, ranges, words, Bytes.getU64(b, off + BITMAP_BASE));
    }

    @Override
    public int write(byte[] b, int off) {
        int length = LISTS + fetched.bytes();
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU8(b, off + STREAM, stream);
        Bytes.putU8(b, off + RANGE_COUNT, fetched.rangeCount());
        Bytes.putU8(b, off + BITMAP_WORDS, fetched.wordCount());
        Bytes.putU8(b, off + RESERVED, 0);
        Bytes.putU64(b, off + BITMAP_BASE, fetched.base());
        fetched.write(b, off + LISTS);
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

    /** Forgets which sequences were added. */
    public NackSuppressMessage clearRanges() {
        fetched.clear();
        return this;
    }

    /**
     * Adds {@code count} sequences from {@code first}, which must lie above all added before.
     *
     * @return false, and nothing is added, when there is no room
     * @throws IllegalArgumentException when {@code first} or {@code count} is below 1 or out of order
     */
    public boolean addRange(long first, long count) {
        return fetched.add(first, count);
    }

    /** Takes the shortest form of ranges and bitmap. */
    public NackSuppressMessage pack() {
        fetched.pack();
        return this;
    }

    /** Lowest sequence named, as a range or in the bitmap, at or above {@code from}; 0 when there is none. */
    public long next(long from) {
        return fetched.next(from);
    }

    /** Last of the sequences named that follow {@code sequence}, which is one of them, without a hole; possibly an earlier one. */
    public long endOfRun(long sequence) {
        return fetched.endOfRun(sequence);
    }

    public int rangeCount() {
        return fetched.rangeCount();
    }

    public long rangeFirst(int i) {
        return fetched.first(i);
    }

    /** Number of sequences, 1 or more; the last one is rangeFirst + rangeLength - 1 and does not overflow. */
    public long rangeLength(int i) {
        return fetched.length(i);
    }

    public int bitmapWords() {
        return fetched.wordCount();
    }

    /** Sequence of the lowest bit of the first word; 0 when there is no bitmap. */
    public long bitmapBase() {
        return fetched.base();
    }

    public long bitmapWord(int i) {
        return fetched.word(i);
    }
}
