package io.trackmc.net.metrics;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts by the constants of an enum. Written by one thread; read by any, which sees each count whole and recent.
 *
 * @param <E> what is counted by
 */
public final class EnumCounts<E extends Enum<E>> {

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values;

    /** All zero. */
    public EnumCounts(Class<E> type) {
        values = new long[type.getEnumConstants().length];
    }

    /** Adds one. */
    public void increment(E what) {
        VALUE.setOpaque(values, what.ordinal(), get(what) + 1);
    }

    /** The present count. */
    public long get(E what) {
        return (long) VALUE.getOpaque(values, what.ordinal());
    }
}
