package io.trackmc.proto.feedback;

/**
 * Times of asking for repairs, in nanoseconds.
 *
 * @param backoffK K of the random back-off
 * @param backoffMinimumNs shortest back-off range
 * @param backoffMaximumNs longest back-off range
 * @param reorderNs a gap younger than this may be mere reordering
 * @param coalesceNs requests due within this time go along with one that is due
 * @param retryMinimumNs shortest wait for a repair before asking again
 * @param retryMaximumNs longest wait
 */
public record NackTiming(
        double backoffK,
        long backoffMinimumNs,
        long backoffMaximumNs,
        long reorderNs,
        long coalesceNs,
        long retryMinimumNs,
        long retryMaximumNs) {

    private static final int RETRY_ROUND_TRIPS = 4;

    /** First wait for a repair at this round-trip time. */
    public long retryNs(long rttNs) {
        return Math.clamp(RETRY_ROUND_TRIPS * rttNs, retryMinimumNs, retryMaximumNs);
    }
}
