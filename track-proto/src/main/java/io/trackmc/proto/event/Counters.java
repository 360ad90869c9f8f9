package io.trackmc.proto.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counters of one engine: one per {@link CounterId} and one per {@link DropReason}.
 *
 * <p>Written by the engine's thread only; read by any thread, which sees each counter whole and recent.
 */
public final class Counters {

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int DROPS_FROM = CounterId.values().length;

    private static final int ALL_DROPS = DROPS_FROM + DropReason.values().length;

    private final long[] values = new long[ALL_DROPS + 1];

    /** Adds one. */
    public void increment(CounterId id) {
        add(id, 1);
    }

    /** Adds {@code amount}. */
    public void add(CounterId id, long amount) {
        addAt(id.ordinal(), amount);
    }

    /** Counts one drop. */
    public void drop(DropReason reason) {
        addAt(DROPS_FROM + reason.ordinal(), 1);
        addAt(ALL_DROPS, 1);
    }

    /** Adds everything that another engine counted. */
    public void addAll(Counters other) {
        for (int i = 0; i < values.length; i++) {
            addAt(i, (long) VALUE.getOpaque(other.values, i));
        }
    }

    /** Value of a counter. */
    public long get(CounterId id) {
        return (long) VALUE.getOpaque(values, id.ordinal());
    }

    /** Number of drops for a reason. */
    public long get(DropReason reason) {
        return (long) VALUE.getOpaque(values, DROPS_FROM + reason.ordinal());
    }

    /** Number of drops for any reason. */
    public long drops() {
        return (long) VALUE.getOpaque(values, ALL_DROPS);
    }

    private void addAt(int index, long amount) {
        VALUE.setOpaque(values, index, (long) VALUE.getOpaque(values, index) + amount);
    }
}
