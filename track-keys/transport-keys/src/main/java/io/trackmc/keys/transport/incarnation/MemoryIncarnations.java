package io.trackmc.keys.transport.incarnation;

import io.trackmc.proto.protect.Incarnation;
import java.util.function.LongSupplier;

/** Incarnations that are remembered only while the process lives, with a clock and chance that are given: for simulations and tests. */
public final class MemoryIncarnations implements IncarnationSource {

    private final LongSupplier wallMillis;
    private final LongSupplier low;
    private long lastHigh;

    /**
     * Starts without a run before.
     *
     * @param wallMillis wall clock
     * @param low gives the last 8 bytes of each incarnation
     */
    public MemoryIncarnations(LongSupplier wallMillis, LongSupplier low) {
        this.wallMillis = wallMillis;
        this.low = low;
    }

    @Override
    public Incarnation next() {
        lastHigh = Math.max(lastHigh + 1, wallMillis.getAsLong());
        return new Incarnation(lastHigh, low.getAsLong());
    }
}
