package io.trackmc.proto.wire;

import io.trackmc.proto.seq.SequenceNumbers;

/**
 * A bounded list of ranges of sequences; on the wire {@code (u64 first, u32 count)[]}, its count elsewhere in the message.
 * The ranges ascend and neither overlap nor touch.
 */
final class RangeList {

    static final int ENTRY_BYTES = 12;

    private static final long MAX_RANGE_LENGTH = 0xFFFF_FFFFL;
    private static final int LENGTH_OFFSET = 8;

    private final long[] firsts;
    private final long[] lengths;
    private int count;

    RangeList(int maxCount) {
        this.firsts = new long[maxCount];
        this.lengths = new long[maxCount];
    }

    void clear() {
        count = 0;
    }

    /**
     * Adds a range above all others; one that touches the last range makes that longer.
     *
     * @return false when there is no room
     * @throws IllegalArgumentException when the range is not one, or not above all others
     */
    boolean add(long first, long length) {
        if (!isValid(first, length) || first < end()) {
            throw new IllegalArgumentException(first + " +" + length + " after " + end());
        }
        return first == end() ? extendLast(length) : append(first, length);
    }

    int count() {
        return count;
    }

    long first(int i) {
        return firsts[checked(i)];
    }

    long length(int i) {
        return lengths[checked(i)];
    }

    int bytes() {
        return count * ENTRY_BYTES;
    }

    /** Whether {@code claimed} entries are allowed. */
    boolean hasRoomFor(int claimed) {
        return claimed <= firsts.length;
    }

    /** Takes {@code newCount} ranges, for which there is room; false when one is not valid or not above all before it. */
    boolean parse(byte[] b, int at, int newCount) {
        clear();
        for (int i = 0; i < newCount; i++) {
            long first = Bytes.getU64(b, at + i * ENTRY_BYTES);
            long length = Bytes.getU32AsLong(b, at + i * ENTRY_BYTES + LENGTH_OFFSET);
            if (!isValid(first, length) || first <= end()) {
                return false;
            }
            append(first, length);
        }
        return true;
    }

    /** Writes the ranges; returns where they end. */
    int write(byte[] b, int at) {
        for (int i = 0; i < count; i++) {
            Bytes.putU64(b, at + i * ENTRY_BYTES, firsts[i]);
            Bytes.putU32(b, at + i * ENTRY_BYTES + LENGTH_OFFSET, (int) lengths[i]);
        }
        return at + bytes();
    }

    private boolean extendLast(long length) {
        if (lengths[count - 1] + length > MAX_RANGE_LENGTH) {
            return false;
        }
        lengths[count - 1] += length;
        return true;
    }

    private boolean append(long first, long length) {
        if (count == firsts.length) {
            return false;
        }
        firsts[count] = first;
        lengths[count++] = length;
        return true;
    }

    /** First sequence behind the last range; 0, which is no sequence, when there is no range. */
    private long end() {
        return count == 0 ? 0 : firsts[count - 1] + lengths[count - 1];
    }

    private int checked(int i) {
        if (i >= count) {
            throw new IndexOutOfBoundsException(i);
        }
        return i;
    }

    /** Also keeps first + length from overflowing. */
    private static boolean isValid(long first, long length) {
        return first >= SequenceNumbers.FIRST
                && length >= 1
                && length <= MAX_RANGE_LENGTH
                && first <= SequenceNumbers.MAX - length;
    }
}
