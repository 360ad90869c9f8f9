package io.trackmc.net.drill;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The clock that tells a process the time of day, and that a drill can set wrong for a while. When that is over is told by another clock, which only goes on. Any
 * thread.
 */
public final class SkewedClock implements InstantSource {

    private final InstantSource right;
    private final LongSupplier clockNs;
    private volatile @Nullable Skew skew;

    private record Skew(long offsetMs, long untilNs) {}

    /**
     * One that is right.
     *
     * @param right by which it goes
     * @param clockNs which only goes on, such as {@link System#nanoTime}
     */
    public SkewedClock(InstantSource right, LongSupplier clockNs) {
        this.right = right;
        this.clockNs = clockNs;
    }

    /** The host's. */
    public static SkewedClock system() {
        return new SkewedClock(InstantSource.system(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        Skew now = skew;
        return now == null || now.untilNs - clockNs.getAsLong() <= 0 ? right.instant()
                : right.instant().plusMillis(now.offsetMs);
    }

    /** Wrong by so much from now on, ahead above 0, for so long. */
    void begin(long offsetMs, long forNs) {
        skew = new Skew(offsetMs, clockNs.getAsLong() + forNs);
    }

    /** Right again. */
    void end() {
        skew = null;
    }
}
