package io.trackmc.proto.seq;

import java.util.Arrays;

/**
 * One bit for each sequence of a window that slides upwards, kept at the sequence modulo the capacity.
 *
 * <p>The bitmap does not know where the window is: its owner never lets two sequences that are {@link #capacity()} or more apart be in
 * use together, and clears what it has left behind. Ranges are inclusive. Nothing is allocated after construction. Not thread-safe.
 */
public final class AckBitmap {

    private static final int WORD_SHIFT = 6;

    private final long[] words;
    private final int wordMask;

    /** @param minCapacity smallest number of sequences wanted; rounded up to a power of two, at least 64 */
    public AckBitmap(int minCapacity) {
        if (minCapacity < 1 || minCapacity > 1 << 30) {
            throw new IllegalArgumentException("capacity " + minCapacity);
        }
        int capacity = Integer.highestOneBit(Math.max(minCapacity, Long.SIZE) * 2 - 1);
        this.words = new long[capacity >> WORD_SHIFT];
        this.wordMask = words.length - 1;
    }

    /** Number of consecutive sequences that there is room for. */
    public int capacity() {
        return words.length << WORD_SHIFT;
    }

    public void set(long sequence) {
        words[index(sequence)] |= bit(sequence);
    }

    public void clear(long sequence) {
        words[index(sequence)] &= ~bit(sequence);
    }

    public boolean get(long sequence) {
        return (words[index(sequence)] & bit(sequence)) != 0;
    }

    /** Clears all of {@code from..to}, nothing when {@code from > to}. */
    public void clearRange(long from, long to) {
        check(from, to);
        for (long at = from; at - to <= 0; at = nextWord(at)) {
            words[index(at)] &= ~mask(at, to);
        }
    }

    /** Clears everything. */
    public void clearAll() {
        Arrays.fill(words, 0);
    }

    /** Lowest sequence in {@code from..to} whose bit is clear, or {@code to + 1} when there is none. */
    public long nextClear(long from, long to) {
        return next(from, to, -1);
    }

    /** Lowest sequence in {@code from..to} whose bit is set, or {@code to + 1} when there is none. */
    public long nextSet(long from, long to) {
        return next(from, to, 0);
    }

    /** Looks for a bit that differs from those in {@code background}, a word at a time. */
    private long next(long from, long to, long background) {
        check(from, to);
        for (long at = from; at - to <= 0; at = nextWord(at)) {
            long found = (words[index(at)] ^ background) & mask(at, to);
            if (found != 0) {
                return (at & -Long.SIZE) + Long.numberOfTrailingZeros(found);
            }
        }
        return to + 1;
    }

    private int index(long sequence) {
        return (int) (sequence >>> WORD_SHIFT) & wordMask;
    }

    private static long bit(long sequence) {
        return 1L << sequence;
    }

    /** Bits of {@code from..to} that lie in the word of {@code from}. */
    private static long mask(long from, long to) {
        boolean endsHere = (from | (Long.SIZE - 1)) - to >= 0;
        return endsHere ? (-1L << from) & (-1L >>> ~to) : -1L << from;
    }

    private static long nextWord(long sequence) {
        return (sequence & -Long.SIZE) + Long.SIZE;
    }

    private void check(long from, long to) {
        if (from < 0 || to - from >= capacity()) {
            throw new IllegalArgumentException(from + ".." + to + " in " + capacity());
        }
    }
}
