package io.trackmc.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Counters of the sockets of one node. Written by the node's event loop only; read by any thread. */
public final class NetCounters {

    private static final VarHandle VALUE = MethodHandles.arrayElementVarHandle(long[].class);

    private final long[] values = new long[NetCounterId.values().length];

    /** Value of a counter. */
    public long get(NetCounterId id) {
        return (long) VALUE.getOpaque(values, id.ordinal());
    }

    void increment(NetCounterId id) {
        VALUE.setOpaque(values, id.ordinal(), get(id) + 1);
    }
}
