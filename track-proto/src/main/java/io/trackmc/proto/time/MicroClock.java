package io.trackmc.proto.time;

/**
 * Turns a node's nanoseconds into the 32-bit microsecond timestamps of the wire, counted from the first reading so that an
 * overflow of the nanosecond clock is no jump here.
 */
public final class MicroClock {

    private static final long NS_PER_US = 1_000;

    private long baseNs;
    private boolean based;

    /** Timestamp of {@code nowNs}, microseconds modulo 2^32. */
    public int timestamp(long nowNs) {
        if (!based) {
            baseNs = nowNs;
            based = true;
        }
        return (int) ((nowNs - baseNs) / NS_PER_US);
    }

    /** Nanoseconds from {@code timestamp}, which this clock gave, to {@code nowNs}; meaningful below half an hour. */
    public long sinceNs(int timestamp, long nowNs) {
        return (timestamp(nowNs) - timestamp) * NS_PER_US;
    }

    /** Microseconds of a duration, as the wire carries them; at least 0, at most what 31 bits hold. */
    public static int micros(long durationNs) {
        return Math.clamp(durationNs / NS_PER_US, 0, Integer.MAX_VALUE);
    }
}
