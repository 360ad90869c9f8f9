package io.trackmc.proto.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How often something took how long: buckets whose upper bounds double, from 0.25 ms to 8.192 s, and one for what took longer. Written by one
 * thread, without allocation; read by any, to which a time just recorded may be in the sum and not yet in its bucket.
 */
public final class DurationBuckets {

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int BOUNDED = 16;
    private static final int SUM = BOUNDED + 1;
    private static final long FIRST_BOUND_NS = 250_000;
    private static final double NS_PER_SECOND = 1e9;

    private final long[] values = new long[BOUNDED + 2];

    /** Records a time in nanoseconds; one below 0 counts as 0. */
    public void record(long durationNs) {
        long ns = Math.max(0, durationNs);
        add(SUM, ns);
        add(bucket(ns), 1);
    }

    /** Upper bounds in seconds; the last one is infinite. */
    public static double[] bounds() {
        double[] bounds = new double[BOUNDED + 1];
        for (int i = 0; i < BOUNDED; i++) {
            bounds[i] = (FIRST_BOUND_NS << i) / NS_PER_SECOND;
        }
        bounds[BOUNDED] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    /** How often, for each of {@link #bounds}: above the one before and not above this one. */
    public long[] counts() {
        long[] counts = new long[BOUNDED + 1];
        for (int i = 0; i <= BOUNDED; i++) {
            counts[i] = get(i);
        }
        return counts;
    }

    /** Sum of all times in seconds. */
    public double sum() {
        return get(SUM) / NS_PER_SECOND;
    }

    private static int bucket(long ns) {
        for (int i = 0; i < BOUNDED; i++) {
            if (ns <= FIRST_BOUND_NS << i) {
                return i;
            }
        }
        return BOUNDED;
    }

    private void add(int place, long amount) {
        VALUE.setOpaque(values, place, get(place) + amount);
    }

    private long get(int place) {
        return (long) VALUE.getOpaque(values, place);
    }
}
