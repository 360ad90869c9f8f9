package io.trackmc.proto.protect;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which counters of one origin under one key have been seen: the newest, and a bitmap of those just below it.
 *
 * <p>The bitmap is a ring of words with one word to spare, so that moving forward clears whole words and never shifts
 * (RFC 6479). Use {@link #check} before the ICV is computed, because it is cheap, and {@link #commit} only after the ICV
 * was right, because otherwise a forged counter would shut the true ones out. Under a key that many hold, anybody who holds it can
 * still do that; {@link #floor} puts it right. Counters are those of wire format §2.1: from 1; a counter of 2^63 or more is never
 * reached by an honest node and never accepted. Not thread-safe.
 *
 * <p>As long as counters come one after the other, the first and the last say it all, and there is no bitmap: most nodes hear most others so.
 */
public final class AntiReplayWindow {

    /** Counters remembered for an origin that many hear. */
    public static final int MULTICAST_COUNTERS = 1024;

    /** Counters remembered for the two ends of a pair key. */
    public static final int PAIR_COUNTERS = 128;

    private static final int MAX_COUNTERS = 1 << 20;

    private final int window;
    private long @Nullable [] words;
    /** Without a bitmap: the lowest counter that was seen, and all from there to the highest were. */
    private long lowest;
    private long highest;
    private long floor;

    /**
     * Starts with nothing seen.
     *
     * @param window how many counters, the highest included, are told apart; 1 to 2^20
     */
    public AntiReplayWindow(int window) {
        if (window < 1 || window > MAX_COUNTERS) {
            throw new IllegalArgumentException("window " + window + ", allowed 1 to " + MAX_COUNTERS);
        }
        this.window = window;
    }

    /** Whether the counter is new: not seen, and not so old that nobody can tell. Changes nothing. */
    public boolean check(long counter) {
        if (counter <= floor) {
            return false;
        }
        return counter > highest || (highest - counter < window && !isSeen(counter));
    }

    /** Marks a counter that {@link #check} called new, and whose packet has proved authentic. */
    public void commit(long counter) {
        if (!check(counter)) {
            throw new IllegalStateException("counter " + counter + " was not new");
        }
        long[] bitmap = words;
        if (bitmap == null && extendsSeen(counter)) {
            return;
        }
        if (bitmap == null) {
            bitmap = bitmap();
            words = bitmap;
        }
        if (counter > highest) {
            clearWordsUpTo(bitmap, counter);
            highest = counter;
        }
        bitmap[word(bitmap, counter)] |= bit(counter);
    }

    /**
     * Takes the origin's own word for a counter that it has reached: nothing at or below it is new any more. A window so far ahead
     * that the next true counter would be too old for it was led there by a forged one, and goes back to the floor.
     *
     * @param counter a lower one than before changes the floor no more
     */
    public void floor(long counter) {
        floor = Math.max(floor, counter);
        if (highest - floor >= window) {
            highest = floor;
            lowest = floor + 1;
            words = null;
        }
    }

    /** Forgets the floor: who told it is believed no more. What was seen stays. */
    public void liftFloor() {
        floor = 0;
    }

    /** Highest counter committed, or the floor that it went back to; 0 before the first. */
    public long highest() {
        return highest;
    }

    private boolean isSeen(long counter) {
        long[] bitmap = words;
        return bitmap == null ? counter >= lowest : (bitmap[word(bitmap, counter)] & bit(counter)) != 0;
    }

    /** Whether a new counter is next to those that were seen, or the first for all that is remembered: then it needs no bitmap. */
    private boolean extendsSeen(long counter) {
        boolean none = (lowest > highest && counter > highest) || highest == 0 || counter - highest >= window;
        if (none) {
            lowest = counter;
            highest = counter;
        } else if (counter == highest + 1) {
            highest = counter;
        } else if (counter == lowest - 1) {
            lowest = counter;
        } else {
            return false;
        }
        return true;
    }

    /** What was seen so far, as a bitmap. */
    private long[] bitmap() {
        int needed = (window + Long.SIZE - 1) / Long.SIZE + 1;
        long[] bitmap = new long[Integer.highestOneBit(needed - 1) << 1];
        for (long back = Math.min(highest - lowest, window - 1); back >= 0; back--) {
            bitmap[word(bitmap, highest - back)] |= bit(highest - back);
        }
        return bitmap;
    }

    private void clearWordsUpTo(long[] words, long counter) {
        long from = highest / Long.SIZE;
        long moved = counter / Long.SIZE - from;
        if (moved >= words.length) {
            Arrays.fill(words, 0);
            return;
        }
        for (long i = 1; i <= moved; i++) {
            words[(int) (from + i) & (words.length - 1)] = 0;
        }
    }

    private static int word(long[] words, long counter) {
        return (int) (counter / Long.SIZE) & (words.length - 1);
    }

    private static long bit(long counter) {
        return 1L << counter;
    }
}
