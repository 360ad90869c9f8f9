package io.trackmc.proto.rate;

/**
 * A receiver's round-trip time to the sender: the way over the tree, which parents add up, and besides that the time that data waits in
 * queues now, which shows in how much longer than ever before packets take that carry the sender's clock.
 *
 * <p>The two clocks need not show the same time, but drift apart. So the shortest way ever seen is forgotten at the pace at which clocks
 * may drift at worst.
 */
public final class SenderRtt {

    private static final double US_NS = 1e3;
    /** How far apart two clocks go at most: 200 millionths. */
    private static final double DRIFT = 200e-6;
    /** Weight of a packet in the present waiting time. */
    private static final double WEIGHT = 1 / 8.0;
    /** Round trips over which the round-trip time is smoothed: a rate that followed each queue would swing with it. */
    private static final double SMOOTHED_ROUND_TRIPS = 8;
    /** Of what parents tell, the least of so much time counts, and of as much before: what waits in queues is seen better in the data. */
    private static final long PATH_WINDOW_NS = 10_000_000_000L;

    private final long minimumNs;
    private final long maximumNs;
    private long guessNs;
    private long pathNs;
    private long nextPathNs;
    private long pathSinceNs;
    private boolean pathKnown;
    private boolean timed;
    private int lastTimestamp;
    private long lastNs;
    private double tookUs;
    private double shortestUs;
    private double waitingUs;
    private double smoothedUs;

    /**
     * @param minimumNs no value is below
     * @param maximumNs no value is above
     */
    public SenderRtt(long minimumNs, long maximumNs) {
        this.minimumNs = minimumNs;
        this.maximumNs = maximumNs;
        this.guessNs = minimumNs;
    }

    /** Another parent: the way over the tree is another. Until it is known, {@code firstGuessNs} stands for it. */
    public void restart(long firstGuessNs) {
        guessNs = firstGuessNs;
        pathKnown = false;
    }

    /** Another guess, for as long as the parent has said nothing. */
    public void guess(long wayNs) {
        guessNs = wayNs;
    }

    /** The parent says how long the way over the tree is. */
    public void path(long nowNs, long rttNs) {
        if (!pathKnown) {
            pathKnown = true;
            pathNs = rttNs;
            nextPathNs = rttNs;
            pathSinceNs = nowNs;
        } else if (nowNs - pathSinceNs >= PATH_WINDOW_NS) {
            pathNs = Math.min(nextPathNs, rttNs);
            nextPathNs = rttNs;
            pathSinceNs = nowNs;
        } else {
            pathNs = Math.min(pathNs, rttNs);
            nextPathNs = Math.min(nextPathNs, rttNs);
        }
    }

    /** A packet came that left when the sender's clock showed {@code timestamp}, in microseconds, wrapping. */
    public void arrived(long nowNs, int timestamp) {
        if (!timed) {
            timed = true;
        } else {
            double elapsedUs = (nowNs - lastNs) / US_NS;
            tookUs += elapsedUs - (timestamp - lastTimestamp);
            shortestUs = Math.min(tookUs, shortestUs + elapsedUs * DRIFT);
            waitingUs += (tookUs - shortestUs - waitingUs) * WEIGHT;
            double smoothingUs = SMOOTHED_ROUND_TRIPS * rttNs() / US_NS;
            smoothedUs += (tookUs - shortestUs - smoothedUs) * Math.min(WEIGHT, elapsedUs / smoothingUs);
        }
        lastNs = nowNs;
        lastTimestamp = timestamp;
    }

    /** The smoothed one or the present one, whichever is longer: what is lost within it is lost to one queue. */
    public long longestNs() {
        return Math.max(rttNs(), withWaiting(waitingUs));
    }

    /** Smoothed, in nanoseconds. */
    public long rttNs() {
        return withWaiting(smoothedUs);
    }

    /**
     * By how much a rate that follows from {@link #rttNs} is to be changed at the moment: less when queues are longer than on the average,
     * more when they are shorter (RFC 5348 §4.5, with the square root for the same reason).
     */
    public double damping() {
        return Math.sqrt((double) rttNs() / withWaiting(waitingUs));
    }

    private long withWaiting(double micros) {
        long wayNs = pathKnown ? pathNs : guessNs;
        return Math.clamp(wayNs + (long) (micros * US_NS), minimumNs, maximumNs);
    }
}
