package io.trackmc.sim.measure;

import org.agrona.collections.LongArrayList;

/** Times that were measured, in nanoseconds. */
public final class Durations {

    private static final int PER_CENT = 100;

    private final LongArrayList values = new LongArrayList();

    /** Adds one. */
    public void add(long ns) {
        values.addLong(ns);
    }

    /** Adds those of another run. */
    public void addAll(Durations others) {
        values.addAll(others.values);
    }

    /** How many there are. */
    public int count() {
        return values.size();
    }

    /** The smallest value that so many of a hundred do not exceed; at least one must have been added. */
    public long percentileNs(int percent) {
        long[] sorted = values.longStream().sorted().toArray();
        return sorted[(int) (((long) sorted.length * percent + PER_CENT - 1) / PER_CENT) - 1];
    }

    /** The longest; at least one must have been added. */
    public long maxNs() {
        return percentileNs(PER_CENT);
    }
}
