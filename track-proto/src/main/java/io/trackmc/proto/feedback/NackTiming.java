package io.trackmc.proto.feedback;

/**
 * Times of asking for repairs, in nanoseconds: floors and caps of what follows from the measured round-trip time to the parent, and from the
 * reordering that was seen.
 *
 * @param backoffK K of the random back-off: its range is K round trips
 * @param backoffMinimumNs shortest back-off range
 * @param backoffMaximumNs longest back-off range, but two round trips where that is longer, up to ten times as long
 * @param backoffSiblingNs longest back-off range for each of a few siblings that may ask too: what it is to spare the parent is that many
 *     requests, and a wait that costs more than those is worth nothing, above all where queues, not the path, make the round trip long
 * @param reorderMinimumNs shortest time after which a gap counts as lost
 * @param reorderInitialNs the same before anything was lost or late
 * @param reorderMaximumNs longest such time
 * @param intervalMinimumNs shortest time between two Nacks
 * @param intervalMaximumNs longest time for which a Nack waits because another went before it
 * @param retryMinimumNs shortest wait for a repair before asking again
 * @param retryMaximumNs longest wait
 */
public record NackTiming(
        double backoffK,
        long backoffMinimumNs,
        long backoffMaximumNs,
        long backoffSiblingNs,
        long reorderMinimumNs,
        long reorderInitialNs,
        long reorderMaximumNs,
        long intervalMinimumNs,
        long intervalMaximumNs,
        long retryMinimumNs,
        long retryMaximumNs) {

    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    /** The estimate of the round trip rises at once and falls slowly: it is near the longest of late. */
    private static final int RETRY_ROUND_TRIPS = 2;
    private static final int SUPPRESSED_RETRIES = 2;
    private static final int QUESTION_ROUND_TRIPS = 4;
    /** Where more may ask, who waits hears the repair that another has asked for; to that end the range must be longer than the round trip. */
    private static final int FEW_SIBLINGS = 8;

    /** For a local network. */
    public static NackTiming lan() {
        return new NackTiming(6, 20 * US, 2 * MS, 50 * US, 20 * US, 200 * US, 2 * MS, 700 * US, 2 * MS, 2 * MS,
                200 * MS);
    }

    /** First wait for a repair at this round-trip time. */
    public long retryNs(long rttNs) {
        return Math.clamp(RETRY_ROUND_TRIPS * rttNs, retryMinimumNs, retryMaximumNs);
    }

    /** Longest back-off range in a group of so many that may ask for the same. */
    public long spreadNs(int groupSize) {
        return groupSize <= FEW_SIBLINGS ? groupSize * backoffSiblingNs : Long.MAX_VALUE;
    }

    /** First wait for what many packets answer, at this round-trip time: they share the parent's pace with repairs. */
    public long questionNs(long rttNs) {
        return Math.clamp(QUESTION_ROUND_TRIPS * rttNs, retryMinimumNs, retryMaximumNs);
    }

    /** How long a child waits for what its parent is fetching: the parent may have to ask several times. */
    public long suppressedNs(long rttNs) {
        return Math.min(SUPPRESSED_RETRIES * retryNs(rttNs), retryMaximumNs);
    }

    /** Time between two Nacks at this round-trip time: half of it, so that no repair takes much longer for it. */
    public long intervalNs(long rttNs) {
        return Math.clamp(rttNs / 2, intervalMinimumNs, intervalMaximumNs);
    }
}
