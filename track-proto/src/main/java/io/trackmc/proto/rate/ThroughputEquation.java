package io.trackmc.proto.rate;

/**
 * How fast TCP would go (RFC 5348 §3.1, RFC 4654 §2.1):
 *
 * <pre>
 *   X = s / (R · (√(2p/3) + 12 · √(3p/8) · p · (1 + 32p²)))
 * </pre>
 *
 * with s the size of packets in bytes, R the round-trip time in seconds, p the loss event rate, above 0 and at most 1.
 */
public final class ThroughputEquation {

    private static final double SECOND_NS = 1e9;
    private static final double LEAST_LOSS = 1e-12;
    private static final int BISECTIONS = 50;

    private ThroughputEquation() {}

    /** X in bytes per second. */
    public static double bytesPerSecond(double packetBytes, long rttNs, double lossEventRate) {
        return packetBytes * SECOND_NS / (rttNs * roundTripsPerPacket(lossEventRate));
    }

    /** The loss event rate at which X is so many bytes per second: the first loss interval is made of it (RFC 5348 §6.3.1). */
    public static double lossEventRate(double packetBytes, long rttNs, double bytesPerSecond) {
        double wanted = packetBytes * SECOND_NS / (rttNs * bytesPerSecond);
        double low = Math.log(LEAST_LOSS);
        double high = 0;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (roundTripsPerPacket(Math.exp(middle)) < wanted) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(high);
    }

    private static double roundTripsPerPacket(double p) {
        return Math.sqrt(2 * p / 3) + 12 * Math.sqrt(3 * p / 8) * p * (1 + 32 * p * p);
    }
}
