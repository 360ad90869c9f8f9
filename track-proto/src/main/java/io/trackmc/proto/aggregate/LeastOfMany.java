package io.trackmc.proto.aggregate;

import java.util.Arrays;

/**
 * The least of many numbers, one for each place, of which one changes at a time: each node of a binary tree has the least of the two below
 * it, so that a change costs as many steps as the tree has levels.
 */
final class LeastOfMany {

    private long[] nodes = {SubtreeSummary.NO_CHILD, SubtreeSummary.NO_CHILD};

    /** Begins anew with nothing at any place. */
    void clear(int places) {
        int leaves = Math.max(1, Integer.highestOneBit(Math.max(1, places - 1)) << 1);
        if (nodes.length != 2 * leaves) {
            nodes = new long[2 * leaves];
        }
        Arrays.fill(nodes, SubtreeSummary.NO_CHILD);
    }

    /** Sets the number at a place. */
    void set(int place, long value) {
        int node = nodes.length / 2 + place;
        nodes[node] = value;
        while (node > 1) {
            node >>= 1;
            long least = Math.min(nodes[2 * node], nodes[2 * node + 1]);
            if (nodes[node] == least) {
                return;
            }
            nodes[node] = least;
        }
    }

    /** The least, or {@link SubtreeSummary#NO_CHILD} without any. */
    long least() {
        return nodes[1];
    }
}
