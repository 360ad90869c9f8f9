package io.trackmc.perf.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What a message begins with: its number, from 0, and when it was sent, as {@link System#nanoTime}, which all processes of a machine share. */
final class Stamp {

    /** Bytes of a stamp; no message is shorter. */
    static final int LENGTH = 2 * Long.BYTES;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Stamp() {}

    static void write(byte[] message, long number, long nowNs) {
        LONG.set(message, 0, number);
        LONG.set(message, Long.BYTES, nowNs);
    }

    static long number(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static long sentNs(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset + Long.BYTES);
    }
}
