package io.trackmc.proto.wire;

/** Nack: a child asks for repairs, and says which INNERs it could not open (wire format §5.6). */
public final class NackMessage implements Message {

    public static final int MAX_RANGES = SequenceList.MAX_RANGES;
    public static final int MAX_BITMAP_WORDS = SequenceList.MAX_WORDS;
    public static final int MAX_BAD = 8;

    /** Bytes of the SHA-256 of a bad INNER. */
    public static final int DIGEST_LENGTH = 32;

    private static final int BAD_BYTES = Long.BYTES + DIGEST_LENGTH;

    static final int FIXED_BODY = 12;
    static final int MAX_BODY = FIXED_BODY + SequenceList.MAX_BYTES + MAX_BAD * BAD_BYTES;

    private static final int STREAM = OuterHeader.LENGTH;
    private static final int RANGE_COUNT = OuterHeader.LENGTH + 1;
    private static final int BAD_COUNT = OuterHeader.LENGTH + 2;
    private static final int BITMAP_WORDS = OuterHeader.LENGTH + 3;
    private static final int BITMAP_BASE = OuterHeader.LENGTH + 4;
    private static final int LISTS = OuterHeader.LENGTH + FIXED_BODY;

    private final SequenceList asked = new SequenceList();
    private final long[] badSequences = new long[MAX_BAD];
    private final byte[] badDigests = new byte[MAX_BAD * DIGEST_LENGTH];
    private int badCount;
    private int stream;

    @Override
    public MessageType type() {
        return MessageType.NACK;
    }

    @Override
    public void reset() {
        asked.clear();
        badCount = 0;
        stream = 0;
    }

    @Override
    public boolean parse(byte[] b, int off) {
        if (!type().isTypeOf(b, off)) {
            return false;
        }
        stream = Bytes.getU8(b, off + STREAM);
        return stream <= InnerHeader.STREAM_CONTROL && parseLists(b, off);
    }

    @Override
    public int write(byte[] b, int off) {
        int length = LISTS + asked.bytes() + badCount * BAD_BYTES;
        OuterHeader.write(b, off, type(), 0, length);
        Bytes.putU8(b, off + STREAM, stream);
        Bytes.putU8(b, off + RANGE_COUNT, asked.rangeCount());
        Bytes.putU8(b, off + BAD_COUNT, badCount);
        Bytes.putU8(b, off + BITMAP_WORDS, asked.wordCount());
        Bytes.putU64(b, off + BITMAP_BASE, asked.base());
        writeBad(b, asked.write(b, off + LISTS));
        return length;
    }

    private boolean parseLists(byte[] b, int off) {
        int claimedRanges = Bytes.getU8(b, off + RANGE_COUNT);
        int claimedBad = Bytes.getU8(b, off + BAD_COUNT);
        int claimedWords = Bytes.getU8(b, off + BITMAP_WORDS);
        int badOffset = LISTS + SequenceList.bytes(claimedRanges, claimedWords);
        return claimedRanges + claimedWords + claimedBad > 0
                && claimedBad <= MAX_BAD
                && OuterHeader.outerLength(b, off) == badOffset + claimedBad * BAD_BYTES
                && asked.parse(b, off + LISTS, claimedRanges, claimedWords, Bytes.getU64(b, off + BITMAP_BASE))
                && parseBad(b, off + badOffset, claimedBad);
    }

    private boolean parseBad(byte[] b, int at, int count) {
        clearBad();
        for (int i = 0; i < count; i++) {
            int entry = at + i * BAD_BYTES;
            addBad(Bytes.getU64(b, entry), b, entry + Long.BYTES);
            if (badSequences[i] <= 0) {
                return false;
            }
        }
        return true;
    }

    private void writeBad(byte[] b, int at) {
        for (int i = 0; i < badCount; i++) {
            int entry = at + i * BAD_BYTES;
            Bytes.putU64(b, entry, badSequences[i]);
            copyBadDigest(i, b, entry + Long.BYTES);
        }
    }

    /** {@link InnerHeader#STREAM_DATA} or {@link InnerHeader#STREAM_CONTROL}. */
    public int stream() {
        return stream;
    }

    public NackMessage stream(int v) {
        stream = v;
        return this;
    }

    /** Forgets which sequences were added. */
    public NackMessage clearRanges() {
        asked.clear();
        return this;
    }

    /**
     * Adds {@code count} sequences from {@code first}, which must lie above all added before.
     *
     * @return false, and nothing is added, when there is no room
     * @throws IllegalArgumentException when {@code first} or {@code count} is below 1 or out of order
     */
    public boolean addRange(long first, long count) {
        return asked.add(first, count);
    }

    /** Takes the shortest form of ranges and bitmap. */
    public NackMessage pack() {
        asked.pack();
        return this;
    }

    /** Lowest sequence named, as a range or in the bitmap, at or above {@code from}; 0 when there is none. */
    public long next(long from) {
        return asked.next(from);
    }

    /** Last of the sequences named that follow {@code sequence}, which is one of them, without a hole; possibly an earlier one. */
    public long endOfRun(long sequence) {
        return asked.endOfRun(sequence);
    }

    public int rangeCount() {
        return asked.rangeCount();
    }

    public long rangeFirst(int i) {
        return asked.first(i);
    }

    /** Number of sequences, 1 or more; the last one is rangeFirst + rangeLength - 1 and does not overflow. */
    public long rangeLength(int i) {
        return asked.length(i);
    }

    public int bitmapWords() {
        return asked.wordCount();
    }

    /** Sequence of the lowest bit of the first word; 0 when there is no bitmap. */
    public long bitmapBase() {
        return asked.base();
    }

    public long bitmapWord(int i) {
        return asked.word(i);
    }

    public NackMessage clearBad() {
        badCount = 0;
        return this;
    }

    /**
     * Adds an INNER that did not open, with its SHA-256 at {@code digestOffset}.
     *
     * @return false when there are {@link #MAX_BAD} already
     */
    public boolean addBad(long sequence, byte[] digest, int digestOffset) {
        if (badCount == MAX_BAD) {
            return false;
        }
        badSequences[badCount] = sequence;
        System.arraycopy(digest, digestOffset, badDigests, badCount * DIGEST_LENGTH, DIGEST_LENGTH);
        badCount++;
        return true;
    }

    public int badCount() {
        return badCount;
    }

    public long badSequence(int i) {
        return badSequences[checkedBad(i)];
    }

    /** Copies the {@link #DIGEST_LENGTH} bytes of a digest. */
    public void copyBadDigest(int i, byte[] dst, int off) {
        System.arraycopy(badDigests, checkedBad(i) * DIGEST_LENGTH, dst, off, DIGEST_LENGTH);
    }

    private int checkedBad(int i) {
        if (i >= badCount) {
            throw new IndexOutOfBoundsException(i);
        }
        return i;
    }
}
