package io.trackmc.sim.net;

/**
 * A bottleneck with a drop-tail queue.
 *
 * @param bytesPerSecond speed; {@link #UNLIMITED_RATE} for none
 * @param queueBytes datagrams that would wait behind more than this are dropped
 */
public record Bandwidth(long bytesPerSecond, long queueBytes) {

    /** Value of {@code bytesPerSecond} that means no bottleneck. */
    public static final long UNLIMITED_RATE = 0;

    /** No bottleneck. */
    public static final Bandwidth UNLIMITED = new Bandwidth(UNLIMITED_RATE, 0);

    /** Time that the bottleneck needs for {@code bytes}. */
    long transmissionNs(long bytes) {
        return bytesPerSecond == UNLIMITED_RATE ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    }
}
