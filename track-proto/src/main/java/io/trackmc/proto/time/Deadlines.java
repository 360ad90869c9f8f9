package io.trackmc.proto.time;

/**
 * Arithmetic of deadlines: points on a monotonic clock whose origin is arbitrary, so only differences mean anything.
 *
 * <p>{@link #NONE} is the one value that is not a point in time.
 */
public final class Deadlines {

    /** No deadline. The same value as {@code Engine.NO_DEADLINE}. */
    public static final long NONE = Long.MAX_VALUE;

    private Deadlines() {}

    /** Whether {@code deadlineNs} has come. */
    public static boolean isDue(long deadlineNs, long nowNs) {
        return deadlineNs != NONE && deadlineNs - nowNs <= 0;
    }

    /** {@code nowNs + delayNs}, stepping over {@link #NONE}. */
    public static long after(long nowNs, long delayNs) {
        long deadlineNs = nowNs + delayNs;
        return deadlineNs == NONE ? deadlineNs + 1 : deadlineNs;
    }

    /** The earlier of two deadlines, either of which may be {@link #NONE}. */
    public static long earlier(long a, long b) {
        if (a == NONE) {
            return b;
        }
        if (b == NONE) {
            return a;
        }
        return a - b <= 0 ? a : b;
    }

    /** The later of two deadlines, neither of which is {@link #NONE}. */
    public static long later(long a, long b) {
        return a - b >= 0 ? a : b;
    }
}
