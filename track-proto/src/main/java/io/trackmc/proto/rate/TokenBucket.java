package io.trackmc.proto.rate;

import io.trackmc.proto.time.Deadlines;

/**
 * Token bucket over bytes: allows {@code bytesPerSecond} on average and {@code burstBytes} at once.
 *
 * <p>A packet may go when the bucket is not in debt, and then takes its whole size, so packets larger than the burst are
 * only delayed. Rate 0 means unlimited. The rate may change; what was taken before is paid off at the new one.
 */
public final class TokenBucket implements RateLimit {

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private long bytesPerSecond;
    private long burstNs;
    private long freeAtNs;
    private boolean started;

    public TokenBucket(long bytesPerSecond, int burstBytes) {
        this.bytesPerSecond = bytesPerSecond;
        this.burstNs = burstNs(burstBytes);
    }

    /**
     * Goes on at another rate.
     *
     * @param newBytesPerSecond 0 for unlimited
     */
    public void rate(long nowNs, long newBytesPerSecond, int burstBytes) {
        long owedNs = freeAtNs - nowNs;
        if (newBytesPerSecond == 0 || bytesPerSecond == 0) {
            started = false;
        } else if (started && owedNs > 0) {
            freeAtNs = nowNs + (long) ((double) owedNs * bytesPerSecond / newBytesPerSecond);
        }
        bytesPerSecond = newBytesPerSecond;
        burstNs = burstNs(burstBytes);
    }

    @Override
    public boolean isOpen(long nowNs) {
        return bytesPerSecond == 0 || !started || freeAtNs - nowNs <= burstNs;
    }

    @Override
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

    @Override
    public long openAtNs() {
        return Deadlines.after(freeAtNs, -burstNs);
    }

    private long burstNs(int burstBytes) {
        return bytesPerSecond == 0 ? 0 : burstBytes * NS_PER_SECOND / bytesPerSecond;
    }
}
