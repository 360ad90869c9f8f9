package io.trackmc.sim.core;

import java.util.Arrays;

/**
 * What is not due yet, in a ring of buckets by time: to add is a step, whatever waits, and nothing is in order before its bucket's turn has
 * come. What lies more than one turn of the ring ahead stays in its bucket when that is passed.
 *
 * <p>A bucket is a list through arrays, of which a freed place is the next to be used.
 */
final class LaterEvents {

    /** A bucket is 2^18 ns, a quarter of a millisecond. */
    private static final int WIDTH_SHIFT = 18;

    /** A turn of the ring is two seconds. */
    private static final int BUCKETS = 1 << 13;

    private static final int MASK = BUCKETS - 1;
    private static final int FIRST_CAPACITY = 256;
    private static final int NONE = -1;

    private final int[] buckets = new int[BUCKETS];
    private long[] times = new long[FIRST_CAPACITY];
    private long[] orders = new long[FIRST_CAPACITY];
    private Runnable[] actions = new Runnable[FIRST_CAPACITY];
    private int[] next = new int[FIRST_CAPACITY];
    private int free = NONE;
    private int used;
    private int size;

    /** Number of the bucket, counted through all turns, whose turn comes next. */
    private long turn;

    LaterEvents() {
        Arrays.fill(buckets, NONE);
    }

    int size() {
        return size;
    }

    /** Whether an event of that time may be added; the turn of earlier ones has come. */
    boolean isLater(long atNs) {
        return atNs >> WIDTH_SHIFT >= turn;
    }

    void add(long atNs, long order, Runnable action) {
        int place = place();
        times[place] = atNs;
        orders[place] = order;
        actions[place] = action;
        link(place, bucketOf(atNs));
        size++;
    }

    /** Moves everything of the next bucket that has something due in its turn to {@code near}; only when something waits. */
    void moveNextTo(NearEvents near) {
        long end = turn + BUCKETS;
        while (!moveTurnTo(near)) {
            if (turn == end) {
                turn = earliestTurn();
                end = turn + BUCKETS;
            }
        }
    }

    /** Takes its turn; whether something was due in it. */
    private boolean moveTurnTo(NearEvents near) {
        int bucket = (int) turn & MASK;
        long present = turn++;
        int place = buckets[bucket];
        buckets[bucket] = NONE;
        boolean moved = false;
        while (place != NONE) {
            int following = next[place];
            if (times[place] >> WIDTH_SHIFT == present) {
                near.add(times[place], orders[place], actions[place]);
                release(place);
                moved = true;
            } else {
                link(place, bucket);
            }
            place = following;
        }
        return moved;
    }

    /** A look at everything that waits; only after a whole turn of the ring in which nothing was due. */
    private long earliestTurn() {
        long earliestNs = Long.MAX_VALUE;
        for (int head : buckets) {
            for (int place = head; place != NONE; place = next[place]) {
                earliestNs = Math.min(earliestNs, times[place]);
            }
        }
        return earliestNs >> WIDTH_SHIFT;
    }

    private int place() {
        if (free != NONE) {
            int place = free;
            free = next[place];
            return place;
        }
        if (used == times.length) {
            int capacity = used + (used >> 1);
            times = Arrays.copyOf(times, capacity);
            orders = Arrays.copyOf(orders, capacity);
            actions = Arrays.copyOf(actions, capacity);
            next = Arrays.copyOf(next, capacity);
        }
        return used++;
    }

    @SuppressWarnings("NullAway") // A free place holds no action.
    private void release(int place) {
        actions[place] = null;
        next[place] = free;
        free = place;
        size--;
    }

    private void link(int place, int bucket) {
        next[place] = buckets[bucket];
        buckets[bucket] = place;
    }

    private static int bucketOf(long atNs) {
        return (int) (atNs >> WIDTH_SHIFT) & MASK;
    }
}
