package io.trackmc.proto.rate;

/**
 * Smoothed round-trip time of one hop: rises at once, falls by an eighth of the difference per sample.
 *
 * <p>Timers that come from it must not be too short after a slow answer, while one fast answer proves little (digest §5, "GRTT
 * practice"; TRACK BB §4.5 for the weight).
 */
public final class RttEstimator {

    private static final long WEIGHT = 8;

    private final long minimumNs;
    private final long maximumNs;
    private long rttNs;
    private boolean sampled;

    /**
     * @param initialNs estimate before the first sample
     * @param minimumNs no estimate is below
     * @param maximumNs no estimate is above
     */
    public RttEstimator(long initialNs, long minimumNs, long maximumNs) {
        this.rttNs = initialNs;
        this.minimumNs = minimumNs;
        this.maximumNs = maximumNs;
    }

    /** Takes one measurement; a negative one (a peer's clock step) is ignored. */
    public void sample(long sampleNs) {
        if (sampleNs < 0) {
            return;
        }
        long bounded = Math.clamp(sampleNs, minimumNs, maximumNs);
        if (!sampled || bounded > rttNs) {
            rttNs = bounded;
        } else {
            rttNs -= (rttNs - bounded) / WEIGHT;
        }
        sampled = true;
    }

    /** Takes what is not known better until the next sample, which replaces it. */
    public void guess(long guessNs) {
        rttNs = Math.clamp(guessNs, minimumNs, maximumNs);
        sampled = false;
    }

    /** Current estimate in nanoseconds. */
    public long rttNs() {
        return rttNs;
    }

    /** Whether there was a measurement. */
    public boolean isSampled() {
        return sampled;
    }
}
