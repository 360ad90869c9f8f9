package io.trackmc.proto.rate;

import io.trackmc.proto.time.Deadlines;

/**
 * Token bucket over bytes: allows {@code bytesPerSecond} on average and {@code burstBytes} at once.
 *
 * <p>A packet may go when the bucket is not in debt, and then takes its whole size, so packets larger than the burst are
 * only delayed. Rate 0 means unlimited.
 */
public final class TokenBucket {

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long bytesPerSecond;
    private final long burstNs;
    private long freeAtNs;
    private boolean started;

    public TokenBucket(long bytesPerSecond, int burstBytes) {
        this.bytesPerSecond = bytesPerSecond;
        this.burstNs = bytesPerSecond == 0 ? 0 : burstBytes * NS_PER_SECOND / bytesPerSecond;
    }

    /** Whether a packet may go now. */
    public boolean isOpen(long nowNs) {
        return bytesPerSecond == 0 || !started || freeAtNs - nowNs <= burstNs;
    }

    /** Takes the tokens of a packet that goes now. */
    public void take(long nowNs, int bytes) {
        if (bytesPerSecond == 0) {
            return;
        }
        if (!started || freeAtNs - nowNs < 0) {
            freeAtNs = nowNs;
            started = true;
        }
        freeAtNs += bytes * NS_PER_SECOND / bytesPerSecond;
    }

    /** When {@link #isOpen} becomes true. */
    public long openAtNs() {
        return Deadlines.after(freeAtNs, -burstNs);
    }
}
