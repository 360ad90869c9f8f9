package io.trackmc.proto.rate;

/** What one receiver says of the path to it, as Tracks carry it up the tree. Last value only; mutable, and reused. */
public final class RateReport {

    private static final long US_NS = 1_000;
    /** Ten seconds. No true round-trip time is longer, and none that is told may keep a report or a rate for longer. */
    private static final int LONGEST_RTT_MICROS = 10_000_000;

    private long rate;
    private int limiter;
    private int rttMicros;
    private int lossInterval;

    /**
     * Tells other values.
     *
     * @param bytesPerSecond what the path takes; 0 when nothing is told
     * @param receiver node id of the receiver
     * @param rtt its round-trip time to the sender, in microseconds
     * @param packetsBetweenLosses average from one loss event to the next; 0 before the first
     */
    public void set(long bytesPerSecond, int receiver, int rtt, int packetsBetweenLosses) {
        rate = bytesPerSecond;
        limiter = receiver;
        rttMicros = rtt;
        lossInterval = packetsBetweenLosses;
    }

    /** Nothing is told. */
    public void clear() {
        set(0, 0, 0, 0);
    }

    /** Takes over another one. */
    public void copy(RateReport other) {
        set(other.rate, other.limiter, other.rttMicros, other.lossInterval);
    }

    /** Whether anything is told. */
    public boolean isTold() {
        return rate > 0;
    }

    /** Whether losses tell the rate; else it is twice what came through. */
    public boolean isLossy() {
        return lossInterval > 0;
    }

    /** Whether this path holds the sender back more. Who has lost something goes before all who have not: they only say how fast it may start. */
    public boolean isBelow(RateReport other) {
        if (!isTold() || !other.isTold()) {
            return isTold();
        }
        return isLossy() == other.isLossy() ? rate < other.rate : isLossy();
    }

    /** The same, and by so much that the sender should not wait for it. */
    public boolean isFarBelow(RateReport other) {
        return isBelow(other) && (isLossy() != other.isLossy() || rate < other.rate - other.rate / 4);
    }

    /** Bytes per second; 0 when nothing is told. */
    public long rate() {
        return rate;
    }

    /** Node id of the receiver. */
    public int limiter() {
        return limiter;
    }

    /** Its round-trip time to the sender in microseconds. */
    public int rttMicros() {
        return rttMicros;
    }

    /** The same in nanoseconds, within bounds: above 0, at most ten seconds. */
    public long rttNs() {
        return Math.clamp(rttMicros, 1, LONGEST_RTT_MICROS) * US_NS;
    }

    /** Packets from one of its loss events to the next; 0 before the first. */
    public int lossInterval() {
        return lossInterval;
    }
}
