package io.trackmc.proto.event;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Counters of one engine: one per {@link CounterId} and one per {@link DropReason}.
 *
 * <p>Written by the engine's thread only; read by any thread, which sees each counter whole and recent. Most engines count few of all the things that there
 * are: a counter has a place from its first count on.
 */
public final class Counters {

    private static final VarHandle PLACE = MethodHandles.arrayElementVarHandle(byte[].class);
    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int DROPS_FROM = CounterId.values().length;
    private static final int ALL_DROPS = DROPS_FROM + DropReason.values().length;
    private static final int FIRST_PLACES = 8;
    private static final int MORE_PLACES = 4;

    /** For each counter its place, from 1; 0 none. Set after the place is there, so who sees it finds that. */
    private final byte[] places = new byte[ALL_DROPS + 1];

    /** Replaced by a longer one when a place is added that does not fit. */
    private volatile long[] values = new long[FIRST_PLACES];

    private int used;

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
        for (int i = 0; i < places.length; i++) {
            long amount = other.at(i);
            if (amount != 0) {
                addAt(i, amount);
            }
        }
    }

    /** Value of a counter. */
    public long get(CounterId id) {
        return at(id.ordinal());
    }

    /** Number of drops for a reason. */
    public long get(DropReason reason) {
        return at(DROPS_FROM + reason.ordinal());
    }

    /** Number of drops for any reason. */
    public long drops() {
        return at(ALL_DROPS);
    }

    private long at(int counter) {
        int place = (byte) PLACE.getAcquire(places, counter);
        return place == 0 ? 0 : (long) VALUE.getOpaque(values, place - 1);
    }

    private void addAt(int counter, long amount) {
        int place = places[counter];
        if (place == 0) {
            place = addPlace(counter);
        }
        long[] present = values;
        VALUE.setOpaque(present, place - 1, (long) VALUE.getOpaque(present, place - 1) + amount);
    }

    private int addPlace(int counter) {
        if (used == values.length) {
            values = Arrays.copyOf(values, used + MORE_PLACES);
        }
        used++;
        PLACE.setRelease(places, counter, (byte) used);
        return used;
    }
}
