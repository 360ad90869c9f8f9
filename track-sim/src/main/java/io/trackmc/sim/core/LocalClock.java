package io.trackmc.sim.core;

/**
 * The monotonic clock of one node: starts anywhere, also close to overflow, and runs a little fast or slow.
 *
 * <p>Local nanoseconds may wrap; only differences mean something. Skew is given in parts per million, of which real
 * oscillators have up to 100.
 *
 * @param originNs local time at the start of the run
 * @param skewPpm parts per million by which the clock is fast (positive) or slow, within ±500,000
 */
public record LocalClock(long originNs, long skewPpm) {

    private static final long MILLION = 1_000_000;
    private static final long MAX_SKEW_PPM = 500_000;
    private static final long FAR_NS = Long.MAX_VALUE / 8;
    private static final long ROUNDING_NS = 4;

    /** A time that no run reaches. */
    public static final long NEVER = Long.MAX_VALUE;

    /** A clock that shows the time since the start of the run. */
    public static final LocalClock EXACT = new LocalClock(0, 0);

    public LocalClock {
        if (Math.abs(skewPpm) > MAX_SKEW_PPM) {
            throw new IllegalArgumentException("skew of " + skewPpm + " ppm");
        }
    }

    /** Local time at {@code worldNs} since the start of the run. Never decreases when {@code worldNs} does not. */
    public long localNs(long worldNs) {
        return originNs + elapsedLocalNs(worldNs);
    }

    /**
     * Earliest time since the start of the run at which the clock shows {@code localNs} or later; not before
     * {@code worldNs}, and {@link #NEVER} for times more than 36 years ahead.
     */
    public long worldNs(long localNs, long worldNs) {
        long missingNs = localNs - localNs(worldNs);
        if (missingNs <= 0) {
            return worldNs;
        }
        if (missingNs > FAR_NS) {
            return NEVER;
        }
        long perMillion = MILLION + skewPpm;
        long estimateNs = missingNs / perMillion * MILLION + missingNs % perMillion * MILLION / perMillion;
        return firstAtOrAfter(localNs, Math.max(worldNs, worldNs + estimateNs - ROUNDING_NS));
    }

    private long firstAtOrAfter(long localNs, long fromNs) {
        long result = fromNs;
        while (localNs - localNs(result) > 0) {
            result++;
        }
        return result;
    }

    private long elapsedLocalNs(long worldNs) {
        return worldNs + worldNs / MILLION * skewPpm + worldNs % MILLION * skewPpm / MILLION;
    }
}
