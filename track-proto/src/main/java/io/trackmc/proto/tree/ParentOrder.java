package io.trackmc.proto.tree;

import io.trackmc.proto.wire.BindRole;

/**
 * In which order a child would have its candidates. As configured, the primary first, until {@link #sort} is called.
 *
 * <p>A receiver wants the nearest repair head: where it hangs makes the tree no deeper. The source comes last, or all who are near it
 * would hang there. A repair head wants to be as near the source as it can, level by level, and then the nearest. Times of the
 * same power of two are equal, so that chance does not reorder what is as good, and what the configuration spreads stays spread.
 */
final class ParentOrder {

    private static final long SHORTEST_NS = 250_000;
    private static final int LEVEL_BITS = 8;
    private static final int DISTANCE_BITS = 8;
    private static final int SOURCE_REGION = 0;
    /** Before a session nobody is open, and the nearest will be the nearest when one comes. */
    private static final long NOT_OPEN = 1L << Integer.SIZE;

    private final int[] order;
    private final int[] position;
    private final long[] rank;

    ParentOrder(int candidates) {
        this.order = new int[candidates];
        this.position = new int[candidates];
        this.rank = new long[candidates];
        for (int i = 0; i < candidates; i++) {
            order[i] = i;
            position[i] = i;
        }
    }

    /** The one that is wanted most. */
    int first() {
        return order[0];
    }

    /** The candidate {@code steps} after another, going round. */
    int after(int index, int steps) {
        return order[Math.floorMod(position[index] + steps, order.length)];
    }

    /** Whether a candidate is wanted more than another. */
    boolean isBefore(int index, int other) {
        return position[index] < position[other];
    }

    /** Whether going on means going round. */
    boolean isLast(int index) {
        return position[index] == order.length - 1;
    }

    /** Notes what is known of a candidate, for the next {@link #sort}. */
    void note(int index, BindRole self, boolean open, boolean heard, int region, int level, long rttNs) {
        int distance = distance(rttNs);
        long wanted = self == BindRole.REPAIR_HEAD
                ? ((long) level << DISTANCE_BITS) | distance
                : (region == SOURCE_REGION ? 1L << (LEVEL_BITS + DISTANCE_BITS) : 0)
                        | ((long) distance << LEVEL_BITS) | level;
        long whenNotOpen = heard ? NOT_OPEN | wanted : Long.MAX_VALUE;
        rank[index] = open ? wanted : whenNotOpen;
    }

    /** Orders by what was noted; equal ones as configured. Nearly sorted mostly, so by insertion. */
    void sort() {
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        for (int i = 1; i < order.length; i++) {
            int moved = order[i];
            int to = i;
            for (; to > 0 && rank[order[to - 1]] > rank[moved]; to--) {
                order[to] = order[to - 1];
            }
            order[to] = moved;
        }
        for (int i = 0; i < order.length; i++) {
            position[order[i]] = i;
        }
    }

    /** 0 for all that are very near, then one more for each doubling; most for one that was not measured. */
    private static int distance(long rttNs) {
        return Long.SIZE - Long.numberOfLeadingZeros(rttNs / SHORTEST_NS);
    }
}
