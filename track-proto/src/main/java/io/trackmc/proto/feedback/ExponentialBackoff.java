package io.trackmc.proto.feedback;

import java.util.random.RandomGenerator;

/**
 * Truncated exponential back-off of RFC 5401 §3.2.2: spreads the requests of a group so that few speak and the others hear
 * the repair first.
 *
 * <p>With {@code L = ln(groupSize) + 1} and {@code T = K * rtt}, draws {@code t = T/L * ln(1 + u * (e^L - 1))} for uniform u in
 * [0, 1): most draws lie near T, and about one near 0.
 */
public final class ExponentialBackoff {

    private static final int CAP_ROUND_TRIPS = 2;
    private static final double STRETCH = 10;

    private final double k;
    private final long minimumNs;
    private final long maximumNs;
    private final RandomGenerator random;

    /**
     * @param k K of the RFC: 6 for unicast requests to one repairer
     * @param minimumNs shortest T
     * @param maximumNs longest T, unless {@link #CAP_ROUND_TRIPS} round trips are longer: where those take long, more than a few
     *     requests at once cost more than waiting does. It is stretched {@link #STRETCH} times at most, because siblings can forge the
     *     round-trip time that a parent tells
     */
    public ExponentialBackoff(double k, long minimumNs, long maximumNs, RandomGenerator random) {
        this.k = k;
        this.minimumNs = minimumNs;
        this.maximumNs = maximumNs;
        this.random = random;
    }

    /**
     * Draws a delay.
     *
     * @param rttNs round-trip time to the repairer
     * @param groupSize number of nodes that may ask for the same, 1 or more
     * @return nanoseconds in [0, T)
     */
    public long drawNs(long rttNs, int groupSize) {
        return drawNs(rttNs, groupSize, Long.MAX_VALUE);
    }

    /**
     * Draws a delay.
     *
     * @param rttNs round-trip time to the repairer
     * @param groupSize number of nodes that may ask for the same, 1 or more
     * @param longestNs bound of T, above all others
     * @return nanoseconds in [0, T)
     */
    public long drawNs(long rttNs, int groupSize, long longestNs) {
        if (groupSize <= 1) {
            return 0;
        }
        double roundTrip = (double) rttNs;
        double longest = Math.clamp(CAP_ROUND_TRIPS * roundTrip, (double) maximumNs, STRETCH * (double) maximumNs);
        double t = Math.min((double) longestNs, Math.clamp(k * roundTrip, (double) minimumNs, longest));
        double lambda = Math.log(groupSize) + 1;
        double u = random.nextDouble();
        return (long) (t / lambda * Math.log(1 + u * (Math.exp(lambda) - 1)));
    }
}
