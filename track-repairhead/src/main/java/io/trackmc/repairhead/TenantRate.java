package io.trackmc.repairhead;

import io.trackmc.proto.rate.SharedRate;
import io.trackmc.proto.time.Deadlines;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all sessions of a tenant may send: {@code bytesPerSecond} on average and a burst at once; packets other than repairs also a quarter of a second ahead of that.
 *
 * <p>Any thread; all must have the same clock. A packet takes its whole size when it goes, so each thread may be ahead by one packet.
 */
final class TenantRate implements SharedRate {

    private static final double NS_PER_SECOND = 1e9;
    private static final long AHEAD_NS = 250_000_000L;

    private final AtomicLong freeAtNs = new AtomicLong(Deadlines.NONE);
    private volatile Limit limit;

    private record Limit(double nsPerByte, long burstNs) {

        static Limit of(long bytesPerSecond, int burstBytes) {
            double nsPerByte = bytesPerSecond == 0 ? 0 : NS_PER_SECOND / bytesPerSecond;
            return new Limit(nsPerByte, (long) (burstBytes * nsPerByte));
        }

        boolean isNone() {
            return nsPerByte == 0;
        }
    }

    /** @param bytesPerSecond 0 for unlimited */
    TenantRate(long bytesPerSecond, int burstBytes) {
        this.limit = Limit.of(bytesPerSecond, burstBytes);
    }

    /**
     * Goes on at another rate. What was taken ahead of the one before is forgiven: at that rate nobody could wait for it.
     *
     * @param bytesPerSecond 0 for unlimited
     */
    void rate(long bytesPerSecond, int burstBytes) {
        limit = Limit.of(bytesPerSecond, burstBytes);
        freeAtNs.set(Deadlines.NONE);
    }

    @Override
    public boolean isOpen(long nowNs) {
        Limit now = limit;
        return now.isNone() || aheadNs(nowNs) <= now.burstNs;
    }

    @Override
    public boolean isExhausted(long nowNs) {
        Limit now = limit;
        return !now.isNone() && aheadNs(nowNs) > now.burstNs + AHEAD_NS;
    }

    @Override
    public void take(long nowNs, int bytes) {
        Limit now = limit;
        if (!now.isNone()) {
            long costNs = (long) (bytes * now.nsPerByte);
            freeAtNs.updateAndGet(freeNs -> (isPast(freeNs, nowNs) ? nowNs : freeNs) + costNs);
        }
    }

    @Override
    public long openAtNs() {
        return Deadlines.after(freeAtNs.get(), -limit.burstNs);
    }

    @Override
    public long restedAtNs() {
        return openAtNs() - AHEAD_NS;
    }

    private long aheadNs(long nowNs) {
        long freeNs = freeAtNs.get();
        return isPast(freeNs, nowNs) ? 0 : freeNs - nowNs;
    }

    private static boolean isPast(long freeNs, long nowNs) {
        return freeNs == Deadlines.NONE || freeNs - nowNs < 0;
    }
}
