package io.trackmc.feed.replay;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Tells the time of day of moments of {@link System#nanoTime}. Once set by the host's clock, it runs evenly, until that clock is put right by a step. One thread. */
final class WallClock {

    /** A shorter step may as well be a thread that was not run between two looks. */
    private static final long STEP_NS = TimeUnit.MILLISECONDS.toNanos(100);

    private long offsetNs = lookNs();

    /** Nanoseconds since 1970 at a moment of {@link System#nanoTime}, which may be past. */
    long at(long momentNs) {
        long presentNs = lookNs();
        if (Math.abs(presentNs - offsetNs) > STEP_NS) {
            offsetNs = presentNs;
        }
        return momentNs + offsetNs;
    }

    private static long lookNs() {
        return nowNs() - System.nanoTime();
    }

    /** Nanoseconds since 1970, now. */
    static long nowNs() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    }
}
