package io.trackmc.proto.rate;

/**
 * Loss event rate of the original data, as one receiver sees it (RFC 5348 §5, RFC 4654 §5). Repairs carry the same sequences and must not
 * be told of.
 *
 * <p>A sequence counts as lost when three later ones have come. Losses within a round trip of the first of them are one event; the times
 * of those in one gap are interpolated. The rate is 1 in the weighted mean of the last eight intervals between events, in packets, with
 * the time since the last event when that makes it longer, and with older intervals discounted when it is more than twice as long
 * (RFC 5348 §5.5). What comes late after all takes its loss back, and the newest event with it if that had no other.
 *
 * <p>Sequences must not be far from each other: each one that is missing costs a step.
 */
public final class LossHistory {

    /** Later packets after which a missing one counts as lost (RFC 5348 §5.1, NDUPACK). */
    static final int REORDERED = 3;

    private static final int INTERVALS = 8;
    private static final double[] WEIGHTS = {1, 1, 1, 1, 0.8, 0.6, 0.4, 0.2};
    private static final double LEAST_DISCOUNT = 0.5;
    private static final int NOT_KNOWN = Integer.MAX_VALUE;

    /** Lengths of the intervals before the newest event, newest first. One more than count, for when that event is taken back. */
    private final double[] closed = new double[INTERVALS + 1];
    private int intervals;
    private boolean started;
    private long seen;
    private long highest;
    private long highestNs;
    private long decided;
    private long eventFirst;
    private long eventNs;
    private int eventLosses;

    /** Forgets everything. */
    public void clear() {
        intervals = 0;
        started = false;
    }

    /**
     * A packet came.
     *
     * @param rttNs round-trip time to the sender
     * @return whether a loss event began, so that the rate is worse now
     */
    public boolean arrived(long nowNs, long sequence, long rttNs) {
        if (!started) {
            started = true;
            seen = -1;
            highest = sequence;
            highestNs = nowNs;
            decided = sequence;
            return false;
        }
        if (sequence <= highest) {
            late(sequence);
            return false;
        }
        return advance(nowNs, sequence, sequence - REORDERED, rttNs, 1);
    }

    /** The sender says that it has sent everything up to here, and has been silent since: what has not come is lost. */
    public boolean passed(long nowNs, long sequence, long rttNs) {
        return started && sequence >= highest
                && advance(nowNs, sequence, sequence, rttNs, sequence == highest ? seen & 1 : 0);
    }

    /** Whether there was a loss event. Without one there is no rate. */
    public boolean hasLoss() {
        return intervals > 0;
    }

    /** Packets from one event to the next, on the average: at least 1. */
    public double meanInterval() {
        int count = Math.min(intervals, INTERVALS);
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < count; i++) {
            sum += closed[i] * WEIGHTS[i];
            weights += WEIGHTS[i];
        }
        double before = sum / weights;
        return Math.max(1, Math.max(before, withPresent(before, count)));
    }

    /** Loss events for each packet: above 0, at most 1. */
    public double lossEventRate() {
        return 1 / meanInterval();
    }

    /** Replaces the oldest interval, the one before the first event, which says only since when this receiver has listened. */
    public void seed(double packets) {
        if (intervals > 0 && intervals <= INTERVALS) {
            closed[intervals - 1] = Math.max(1, packets);
        }
    }

    private double withPresent(double before, int count) {
        double present = highest - eventFirst;
        double discount = present > 2 * before ? Math.max(LEAST_DISCOUNT, 2 * before / present) : 1;
        double sum = present;
        double weights = WEIGHTS[0];
        for (int i = 1; i < count; i++) {
            sum += closed[i - 1] * WEIGHTS[i] * discount;
            weights += WEIGHTS[i] * discount;
        }
        return sum / weights;
    }

    /** Moves the leading edge to {@code sequence}, and decides about everything up to {@code last}. */
    private boolean advance(long nowNs, long sequence, long last, long rttNs, long came) {
        boolean began = false;
        for (long s = decided + 1; s <= Math.min(last, highest); s++) {
            began |= !isSeen(s) && lose(s, nowNs, rttNs);
        }
        long step = sequence - highest;
        long before = highest;
        long beforeNs = highestNs;
        if (step > 0) {
            seen = step < Long.SIZE ? seen << step : 0;
            seen |= came;
            highest = sequence;
            highestNs = nowNs;
        }
        for (long s = Math.max(decided, before) + 1; s <= last; s++) {
            began |= lose(s, beforeNs + (nowNs - beforeNs) / step * (s - before), rttNs);
        }
        decided = Math.max(decided, last);
        return began;
    }

    /** Counts one loss; returns whether it begins an event. */
    private boolean lose(long sequence, long atNs, long rttNs) {
        if (intervals > 0 && atNs - eventNs <= rttNs) {
            eventLosses += eventLosses == NOT_KNOWN ? 0 : 1;
            return false;
        }
        System.arraycopy(closed, 0, closed, 1, INTERVALS);
        closed[0] = Math.max(1, intervals == 0 ? 1 : sequence - eventFirst);
        intervals = Math.min(intervals + 1, INTERVALS + 1);
        eventFirst = sequence;
        eventNs = atNs;
        eventLosses = 1;
        return true;
    }

    private void late(long sequence) {
        if (highest - sequence >= Long.SIZE || isSeen(sequence)) {
            return;
        }
        seen |= 1L << (highest - sequence);
        if (sequence <= decided && intervals > 0 && sequence >= eventFirst && eventLosses != NOT_KNOWN
                && --eventLosses == 0) {
            takeBack();
        }
    }

    /** The newest event was none. How many losses the one before has is not known any more, so that one stays. */
    private void takeBack() {
        eventFirst -= (long) closed[0];
        eventLosses = NOT_KNOWN;
        System.arraycopy(closed, 1, closed, 0, INTERVALS);
        intervals--;
    }

    private boolean isSeen(long sequence) {
        return (seen >>> (highest - sequence) & 1) != 0;
    }
}
