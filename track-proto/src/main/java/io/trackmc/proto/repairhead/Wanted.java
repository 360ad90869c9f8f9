package io.trackmc.proto.repairhead;

import io.trackmc.proto.feedback.RepairQueue;

/** Which child asked for a sequence that the repair head does not have yet; one place per sequence of the store. */
final class Wanted {

    private static final int NOBODY = -2;

    private final int[] scope;
    private final long[] sequences;
    private final int mask;

    Wanted(int capacity) {
        this.scope = new int[capacity];
        this.sequences = new long[capacity];
        this.mask = capacity - 1;
    }

    /** Notes that a child wants a sequence; returns whether nobody wanted it before. */
    boolean add(long sequence, int child) {
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
        return sequences[i] == sequence && scope[i] != NOBODY;
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
