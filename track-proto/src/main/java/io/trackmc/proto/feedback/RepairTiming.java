package io.trackmc.proto.feedback;

/** Times of repairing, in nanoseconds: floors and caps of what follows from the round-trip time to the child that asks. */
final class RepairTiming {

    private static final long US = 1_000;
    private static final long MS = 1_000_000;

    /** Shortest time for which a repair answers requests. */
    static final long EMBARGO_MINIMUM_NS = 100 * US;

    /** Longest such time, unless the round trip itself is longer. */
    static final long EMBARGO_MAXIMUM_NS = 10 * MS;

    /** No round trip is believed to be longer: a child waits no longer before it asks again. */
    static final long ROUND_TRIP_MAXIMUM_NS = 200 * MS;

    /** Shortest and longest time for which a repair to one child is remembered when a second one asks. */
    static final long MEMORY_MINIMUM_NS = MS;

    static final long MEMORY_MAXIMUM_NS = 20 * MS;

    /** Longest time for which a sender waits for more children to ask. */
    static final long COLLECTING_MAXIMUM_NS = 2 * MS;

    /** The back-off of siblings, and their requests' way. */
    private static final int MEMORY_ROUND_TRIPS = 7;

    private static final int COLLECTING_ROUND_TRIPS = 2;
    private static final int MAX_DOUBLINGS = 7;

    private RepairTiming() {}

    /** How long a repair that was sent for the {@code repairs}th time answers further requests: they crossed it. */
    static long embargoNs(long rttNs, int repairs) {
        long once = Math.clamp(rttNs, EMBARGO_MINIMUM_NS, ROUND_TRIP_MAXIMUM_NS);
        return Math.min(once << Math.clamp(repairs - 1L, 0, MAX_DOUBLINGS), Math.max(once, EMBARGO_MAXIMUM_NS));
    }

    /** How long after a repair to one child another child's request for the same means that it is not alone. */
    static long memoryNs(long rttNs) {
        long once = Math.clamp(rttNs, EMBARGO_MINIMUM_NS, ROUND_TRIP_MAXIMUM_NS);
        return Math.max(once, Math.clamp(MEMORY_ROUND_TRIPS * rttNs, MEMORY_MINIMUM_NS, MEMORY_MAXIMUM_NS));
    }

    /** How long a sender that was asked by a second child waits whether many more follow. */
    static long collectingNs(long rttNs) {
        return Math.clamp(COLLECTING_ROUND_TRIPS * rttNs, EMBARGO_MINIMUM_NS, COLLECTING_MAXIMUM_NS);
    }
}
