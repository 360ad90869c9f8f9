package io.trackmc.cli.task;

import java.time.Duration;

/** Notices that a number which tells progress has not changed for too long. One thread. */
public final class StandStill {

    private final long limitNs;
    private long progress;
    private long sinceNs;

    /** @param limit how long is too long; zero: nothing ever is */
    public StandStill(Duration limit, long nowNs) {
        this.limitNs = limit.toNanos();
        this.sinceNs = nowNs;
    }

    /** Whether nothing has changed for too long. */
    public boolean isOver(long nowNs, long newProgress) {
        if (newProgress != progress) {
            progress = newProgress;
            sinceNs = nowNs;
        }
        return limitNs > 0 && nowNs - sinceNs >= limitNs;
    }

    /** Something happened that the number does not show. */
    public void reset(long nowNs) {
        sinceNs = nowNs;
    }
}
