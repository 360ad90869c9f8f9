package io.trackmc.proto.rate;

/**
 * Bytes per second over stretches of at least a given length, from packet to packet, so that a rate of one packet in many seconds is
 * measured as well as one of many in a millisecond.
 */
public final class RateMeter {

    private static final double SECOND_NS = 1e9;

    private boolean started;
    private long fromNs;
    private long bytes;
    private double rate;

    /** Forgets everything. */
    public void clear() {
        started = false;
        rate = 0;
    }

    /** Counts a packet; the first one only begins the first stretch. */
    public void count(long nowNs, int packetBytes, long stretchNs) {
        if (!started) {
            started = true;
            fromNs = nowNs;
            bytes = 0;
            return;
        }
        bytes += packetBytes;
        long elapsedNs = nowNs - fromNs;
        if (elapsedNs >= stretchNs) {
            rate = bytes * SECOND_NS / elapsedNs;
            fromNs = nowNs;
            bytes = 0;
        }
    }

    /** Of the last stretch; 0 before the first is complete. */
    public double bytesPerSecond() {
        return rate;
    }

    /** The same, but less when the stretch that is not complete yet is longer already and has less in it. */
    public double bytesPerSecond(long nowNs, long stretchNs) {
        long elapsedNs = nowNs - fromNs;
        return !started || elapsedNs <= stretchNs ? rate : Math.min(rate, bytes * SECOND_NS / elapsedNs);
    }
}
