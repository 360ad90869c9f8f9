package io.trackmc.proto.wire;

import io.trackmc.proto.seq.SequenceNumbers;
import java.util.Arrays;

/**
 * A bounded list of sequences; on the wire {@code (u64 first, u32 count)[]} and {@code u64[] bitmap}. The numbers of ranges and of words,
 * and the sequence of the lowest bit, stand elsewhere in the message.
 *
 * <p>Ranges are short for bursts, the bitmap is short for scattered losses: a window of 4,096 packets in 512 bytes. Ranges
 * ascend, neither overlap nor touch, and none reaches into what the bitmap spans. Bit 0 of the bitmap is set, and its last word is not 0.
 *
 * <p>Sequences are added in ascending order. They become ranges; when those are used up, the newest that a bitmap can span move into one.
 * {@link #pack} moves them too where that is shorter.
 */
final class SequenceList {

    static final int MAX_RANGES = 24;
    static final int MAX_WORDS = 64;
    static final int RANGE_BYTES = 12;

    /** Most bytes that a list takes. */
    static final int MAX_BYTES = MAX_RANGES * RANGE_BYTES + MAX_WORDS * Long.BYTES;

    private static final long MAX_RANGE_LENGTH = 0xFFFF_FFFFL;
    private static final int LENGTH_OFFSET = 8;
    private static final long MAX_SPAN = (long) MAX_WORDS * Long.SIZE;

    private final long[] firsts = new long[MAX_RANGES];
    private final long[] lengths = new long[MAX_RANGES];
    private final long[] bitmap = new long[MAX_WORDS];
    private int ranges;
    private int words;
    private long base;

    /** First sequence behind all that were added; 0, which is no sequence, when there is none. */
    private long end;

    void clear() {
        ranges = 0;
        words = 0;
        end = 0;
    }

    boolean isEmpty() {
        return ranges == 0 && words == 0;
    }

    /**
     * Adds {@code length} sequences above all others; those that touch the last range make it longer.
     *
     * @return false, and nothing is added, when there is no room
     * @throws IllegalArgumentException when that is no range, or not above all others
     */
    boolean add(long first, long length) {
        if (!isRange(first, length) || first < end) {
            throw new IllegalArgumentException(first + " +" + length + " after " + end);
        }
        boolean asRange = words == 0 || lastRangeIsAboveBitmap();
        boolean added = asRange ? addRange(first, length) : addBits(first, length);
        end = added ? first + length : end;
        return added;
    }

    /** Takes the form that needs the fewest bytes; a single range stays one. */
    void pack() {
        if (words > 0 || ranges < 2) {
            return;
        }
        int bestFrom = 0;
        int bestTo = 0;
        long bestSaved = 0;
        for (int from = 0; from < ranges; from++) {
            for (int to = from + 1; to <= ranges && fitsBitmap(firsts[from], endOf(to - 1)); to++) {
                long saved = (long) (to - from) * RANGE_BYTES - bytesOfSpan(endOf(to - 1) - firsts[from]);
                if (saved > bestSaved) {
                    bestSaved = saved;
                    bestFrom = from;
                    bestTo = to;
                }
            }
        }
        if (bestSaved > 0) {
            moveToBitmap(bestFrom, bestTo);
            fillLastWord(bestFrom);
        }
    }

    /** Lowest sequence of the list at or above {@code from}; 0 when there is none. */
    long next(long from) {
        long inBitmap = words == 0 ? 0 : nextBit(from);
        for (int i = 0; i < ranges; i++) {
            if (endOf(i) > from) {
                long inRange = Math.max(firsts[i], from);
                return inBitmap == 0 ? inRange : Math.min(inRange, inBitmap);
            }
        }
        return inBitmap;
    }

    /** Last of the sequences that follow one of the list without a hole, as far as its range or the bitmap goes. */
    long endOfRun(long sequence) {
        for (int i = 0; i < ranges; i++) {
            if (firsts[i] <= sequence && sequence < endOf(i)) {
                return endOf(i) - 1;
            }
        }
        long last = sequence;
        while (last + 1 < endOfBitmap() && isSet(last + 1)) {
            last++;
        }
        return last;
    }

    int rangeCount() {
        return ranges;
    }

    long first(int i) {
        return firsts[checked(i, ranges)];
    }

    long length(int i) {
        return lengths[checked(i, ranges)];
    }

    int wordCount() {
        return words;
    }

    /** Sequence of bit 0 of the bitmap; 0 when there is no bitmap. */
    long base() {
        return words == 0 ? 0 : base;
    }

    long word(int i) {
        return bitmap[checked(i, words)];
    }

    int bytes() {
        return bytes(ranges, words);
    }

    static int bytes(int ranges, int words) {
        return ranges * RANGE_BYTES + words * Long.BYTES;
    }

    /** Takes a list of so many ranges and words from {@code at}; false when it is not allowed. */
    boolean parse(byte[] b, int at, int newRanges, int newWords, long newBase) {
        clear();
        return newRanges <= MAX_RANGES
                && newWords <= MAX_WORDS
                && parseRanges(b, at, newRanges)
                && (newWords == 0 ? newBase == 0 : parseBitmap(b, at + newRanges * RANGE_BYTES, newWords, newBase));
    }

    /** Writes the list; returns where it ends. */
    int write(byte[] b, int at) {
        int to = at;
        for (int i = 0; i < ranges; i++, to += RANGE_BYTES) {
            Bytes.putU64(b, to, firsts[i]);
            Bytes.putU32(b, to + LENGTH_OFFSET, (int) lengths[i]);
        }
        for (int w = 0; w < words; w++, to += Long.BYTES) {
            Bytes.putU64(b, to, bitmap[w]);
        }
        return to;
    }

    private boolean parseRanges(byte[] b, int at, int count) {
        for (int i = 0; i < count; i++) {
            long first = Bytes.getU64(b, at + i * RANGE_BYTES);
            long length = Bytes.getU32AsLong(b, at + i * RANGE_BYTES + LENGTH_OFFSET);
            if (!isRange(first, length) || first <= end) {
                return false;
            }
            append(first, length);
            end = first + length;
        }
        return true;
    }

    private boolean parseBitmap(byte[] b, int at, int count, long newBase) {
        if (!isRange(newBase, (long) count * Long.SIZE) || !isFree(newBase, newBase + (long) count * Long.SIZE)) {
            return false;
        }
        for (int w = 0; w < count; w++) {
            bitmap[w] = Bytes.getU64(b, at + Long.BYTES * w);
        }
        base = newBase;
        words = count;
        end = Math.max(end, endOfBitmap());
        return (bitmap[0] & 1) != 0 && bitmap[count - 1] != 0;
    }

    /** Whether no range has a sequence in {@code from..to-1}. */
    private boolean isFree(long from, long to) {
        for (int i = 0; i < ranges; i++) {
            if (firsts[i] < to && endOf(i) > from) {
                return false;
            }
        }
        return true;
    }

    private boolean addRange(long first, long length) {
        if (first == end && ranges > 0) {
            return extendLast(length);
        }
        if (ranges < MAX_RANGES) {
            append(first, length);
            return true;
        }
        return words == 0 && makeBitmap(first, length);
    }

    private boolean extendLast(long length) {
        if (lengths[ranges - 1] + length > MAX_RANGE_LENGTH) {
            return false;
        }
        lengths[ranges - 1] += length;
        return true;
    }

    /** The ranges are used up: moves those that a bitmap can span together with the new one into it. */
    private boolean makeBitmap(long first, long length) {
        if (!fitsBitmap(first, first + length)) {
            return false;
        }
        int from = ranges;
        while (from > 0 && fitsBitmap(firsts[from - 1], first + length)) {
            from--;
        }
        long newBase = from < ranges ? firsts[from] : first;
        moveToBitmap(from, ranges);
        base = newBase;
        set(first, first + length);
        return true;
    }

    /** Up to the bitmap's end as bits, the rest as a range behind it. */
    private boolean addBits(long first, long length) {
        long limit = base + MAX_SPAN;
        long bitsEnd = Math.min(first + length, limit);
        long rest = first + length - Math.max(first, limit);
        if (rest > 0 && ranges == MAX_RANGES) {
            return false;
        }
        set(first, bitsEnd);
        if (rest > 0) {
            append(Math.max(first, limit), rest);
        }
        return true;
    }

    private void moveToBitmap(int from, int to) {
        Arrays.fill(bitmap, 0);
        base = from < to ? firsts[from] : 0;
        for (int i = from; i < to; i++) {
            set(firsts[i], endOf(i));
        }
        remove(from, to);
    }

    /** What the last word spans of the ranges behind the bitmap goes into it as well. */
    private void fillLastWord(int next) {
        long limit = endOfBitmap();
        while (next < ranges && endOf(next) <= limit) {
            set(firsts[next], endOf(next));
            remove(next, next + 1);
        }
        if (next < ranges && firsts[next] < limit) {
            set(firsts[next], limit);
            lengths[next] = endOf(next) - limit;
            firsts[next] = limit;
        }
    }

    private void remove(int from, int to) {
        System.arraycopy(firsts, to, firsts, from, ranges - to);
        System.arraycopy(lengths, to, lengths, from, ranges - to);
        ranges -= to - from;
    }

    private void set(long from, long to) {
        for (long s = from; s < to; s++) {
            int bit = (int) (s - base);
            bitmap[bit >>> 6] |= 1L << bit;
            words = Math.max(words, (bit >>> 6) + 1);
        }
    }

    private void append(long first, long length) {
        firsts[ranges] = first;
        lengths[ranges++] = length;
    }

    private long nextBit(long from) {
        for (long s = Math.max(from, base); s < endOfBitmap(); s = (s - base | (Long.SIZE - 1)) + 1 + base) {
            int bit = (int) (s - base);
            long found = bitmap[bit >>> 6] & -1L << bit;
            if (found != 0) {
                return base + (bit & -Long.SIZE) + Long.numberOfTrailingZeros(found);
            }
        }
        return 0;
    }

    private boolean isSet(long sequence) {
        int bit = (int) (sequence - base);
        return (bitmap[bit >>> 6] >>> bit & 1) != 0;
    }

    private boolean lastRangeIsAboveBitmap() {
        return ranges > 0 && firsts[ranges - 1] > base;
    }

    private long endOf(int range) {
        return firsts[range] + lengths[range];
    }

    private long endOfBitmap() {
        return words == 0 ? 0 : base + (long) words * Long.SIZE;
    }

    private static boolean fitsBitmap(long first, long end) {
        return end - first <= MAX_SPAN && first <= SequenceNumbers.MAX - MAX_SPAN;
    }

    private static int bytesOfSpan(long span) {
        return (int) (span + Long.SIZE - 1) / Long.SIZE * Long.BYTES;
    }

    private static int checked(int i, int count) {
        if (i >= count) {
            throw new IndexOutOfBoundsException(i);
        }
        return i;
    }

    /** Also keeps first + length from overflowing. */
    private static boolean isRange(long first, long length) {
        return first >= SequenceNumbers.FIRST
                && length >= 1
                && length <= MAX_RANGE_LENGTH
                && first <= SequenceNumbers.MAX - length;
    }
}
