package io.trackmc.proto.repairhead;

import io.trackmc.proto.feedback.RepairQueue;

/** Which child asked for a sequence that the repair head does not have yet; one place per sequence of the store, from the first that is asked for on. */
final class Wanted {

    private static final int NOBODY = -2;

    private final int mask;
    private int[] scope = {};
    private long[] sequences = {};

    Wanted(int capacity) {
        this.mask = capacity - 1;
    }

    /** Notes that a child wants a sequence; returns whether nobody wanted it before. */
    boolean add(long sequence, int child) {
        if (sequences.length == 0) {
            scope = new int[mask + 1];
            sequences = new long[mask + 1];
        }
        int i = (int) sequence & mask;
        if (sequences[i] != sequence) {
            sequences[i] = sequence;
            scope[i] = child;
            return true;
        }
        boolean first = scope[i] == NOBODY;
        scope[i] = first || scope[i] == child ? child : RepairQueue.REGION;
        return first;
    }

    /** Whether somebody wants a sequence. */
    boolean contains(long sequence) {
        int i = (int) sequence & mask;
        return sequences.length > 0 && sequences[i] == sequence && scope[i] != NOBODY;
    }

    /** Takes out who wants a sequence: a child index or {@link RepairQueue#REGION}. */
    int take(long sequence) {
        int i = (int) sequence & mask;
        int taken = scope[i];
        scope[i] = NOBODY;
        return taken;
    }

    void clear() {
        java.util.Arrays.fill(sequences, 0);
    }
}
