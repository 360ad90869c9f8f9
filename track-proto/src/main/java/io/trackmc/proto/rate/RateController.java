package io.trackmc.proto.rate;

/**
 * The sender's rate, as the slowest path lets it be (RFC 4654 §4): down to what is told at once, up by a packet in a round trip each round
 * trip. Before the first loss anywhere it follows what receivers say, which is twice what reaches them, and never falls.
 *
 * <p>It rises only while it is used: not above twice of what is really sent, so that a source that had little to say does not find a high
 * rate that nothing has proven.
 */
public final class RateController {

    /** Packets in the first round trip (RFC 5348 §4.2). */
    public static final int START_PACKETS = 4;
    /**
     * Time for one packet at the lowest rate. RFC 5348 has 64 seconds and RFC 4654 eight; but no sender is ever silent for longer than 100 ms
     * here, and who cannot have one packet in a second is lost or sent away.
     */
    static final long SLOWEST_PACKET_NS = 1_000_000_000L;

    private static final double SECOND_NS = 1e9;
    private static final double USED = 2;
    private static final double HALF = 0.5;

    private final double packetBytes;
    private final double lowest;
    private double rate;
    private boolean slowStart = true;
    private long raisedNs;

    /**
     * @param packetBytes longest packet
     * @param leastBytesPerSecond no slower, whatever is told; 0 for as slow as it may be
     */
    public RateController(int packetBytes, double leastBytesPerSecond) {
        this.packetBytes = packetBytes;
        this.lowest = Math.max(leastBytesPerSecond, packetBytes * SECOND_NS / SLOWEST_PACKET_NS);
        this.rate = lowest;
    }

    /** Begins, or begins anew when nobody is left who told anything. */
    public void start(long nowNs, long rttNs) {
        slowStart = true;
        raisedNs = nowNs;
        rate = Math.max(lowest, START_PACKETS * packetBytes * SECOND_NS / rttNs);
    }

    /**
     * Takes what the slowest path lets through.
     *
     * @param told bytes per second
     * @param rttNs round-trip time of that path
     * @param lossy whether losses tell; else it is twice what comes through
     * @param sent bytes per second that are really sent
     */
    public void report(long nowNs, double told, long rttNs, boolean lossy, double sent) {
        slowStart &= !lossy;
        if (told < rate) {
            if (!slowStart) {
                rate = Math.max(lowest, told);
            }
            raisedNs = nowNs;
            return;
        }
        double limit = Math.max(rate, Math.min(told, USED * sent));
        if (slowStart) {
            rate = limit;
        } else {
            double roundTrips = (double) Math.min(nowNs - raisedNs, rttNs) / rttNs;
            rate = Math.min(limit, rate + roundTrips * packetBytes * SECOND_NS / rttNs);
        }
        raisedNs = nowNs;
    }

    /** The slowest path has told nothing for too long. */
    public void silence(long nowNs) {
        rate = Math.max(lowest, rate * HALF);
        raisedNs = nowNs;
    }

    /** Bytes per second. */
    public double bytesPerSecond() {
        return rate;
    }
}
