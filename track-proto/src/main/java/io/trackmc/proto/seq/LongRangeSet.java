package io.trackmc.proto.seq;

import java.util.Arrays;

/**
 * A set of sequences as a bounded number of ranges, ascending, that neither overlap nor touch; bounds of ranges are inclusive.
 *
 * <p>Two arrays that grow to the most ranges that were ever in them. Finding is a binary search; adding and removing move what
 * lies above. Not thread-safe.
 */
public final class LongRangeSet {

    private static final int FIRST_PLACES = 8;

    private final int maxRanges;
    private long[] firsts = {};
    private long[] lasts = {};
    private int size;

    /** @param maxRanges most ranges that the set can hold */
    public LongRangeSet(int maxRanges) {
        this.maxRanges = maxRanges;
    }

    /**
     * Adds all of {@code first..last}.
     *
     * @return false when that would take more ranges than the set can hold; nothing is changed then
     * @throws IllegalArgumentException unless 0 ≤ first ≤ last
     */
    public boolean add(long first, long last) {
        check(first, last);
        // Ranges from..to-1 overlap or touch the new one and become one with it.
        int from = indexOfFirstEndingAtOrAbove(first == 0 ? 0 : first - 1);
        int to = from;
        while (to < size && firsts[to] - 1 <= last) {
            to++;
        }
        if (from == to) {
            return insert(from, first, last);
        }
        firsts[from] = Math.min(first, firsts[from]);
        lasts[from] = Math.max(last, lasts[to - 1]);
        delete(from + 1, to);
        return true;
    }

    /**
     * Removes all of {@code first..last}.
     *
     * @return false when that would split a range and take more ranges than the set can hold; nothing is changed then
     * @throws IllegalArgumentException unless 0 ≤ first ≤ last
     */
    public boolean remove(long first, long last) {
        check(first, last);
        int from = indexOfFirstEndingAtOrAbove(first);
        if (from < size && firsts[from] < first) {
            if (lasts[from] > last) {
                return split(from, first, last);
            }
            lasts[from++] = first - 1;
        }
        int to = from;
        while (to < size && lasts[to] <= last) {
            to++;
        }
        if (to < size && firsts[to] <= last) {
            firsts[to] = last + 1;
        }
        delete(from, to);
        return true;
    }

    public boolean contains(long value) {
        int i = indexOfFirstEndingAtOrAbove(value);
        return i < size && firsts[i] <= value;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** Number of ranges. */
    public int size() {
        return size;
    }

    /** First value of range {@code i}, counted from 0 at the lowest. */
    public long first(int i) {
        return firsts[checked(i)];
    }

    /** Last value of range {@code i}. */
    public long last(int i) {
        return lasts[checked(i)];
    }

    public void clear() {
        size = 0;
    }

    /** Number of values. */
    public long cardinality() {
        long count = 0;
        for (int i = 0; i < size; i++) {
            count += lasts[i] - firsts[i] + 1;
        }
        return count;
    }

    private boolean insert(int at, long first, long last) {
        if (size == maxRanges) {
            return false;
        }
        if (size == firsts.length) {
            int places = Math.min(maxRanges, Math.max(FIRST_PLACES, 2 * size));
            firsts = Arrays.copyOf(firsts, places);
            lasts = Arrays.copyOf(lasts, places);
        }
        System.arraycopy(firsts, at, firsts, at + 1, size - at);
        System.arraycopy(lasts, at, lasts, at + 1, size - at);
        firsts[at] = first;
        lasts[at] = last;
        size++;
        return true;
    }

    private boolean split(int at, long first, long last) {
        if (!insert(at, firsts[at], first - 1)) {
            return false;
        }
        firsts[at + 1] = last + 1;
        return true;
    }

    private void delete(int from, int to) {
        System.arraycopy(firsts, to, firsts, from, size - to);
        System.arraycopy(lasts, to, lasts, from, size - to);
        size -= to - from;
    }

    private int indexOfFirstEndingAtOrAbove(long value) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (lasts[middle] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private int checked(int i) {
        if (i >= size) {
            throw new IndexOutOfBoundsException(i);
        }
        return i;
    }

    private static void check(long first, long last) {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException(first + ".." + last);
        }
    }
}
