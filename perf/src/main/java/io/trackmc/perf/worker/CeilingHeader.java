package io.trackmc.perf.worker;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What a datagram of the ceilings begins with: its number, and how many messages are in it. */
final class CeilingHeader {

    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private CeilingHeader() {}

    static void write(byte[] datagram, long number, int messages) {
        U64.set(datagram, 0, number);
        datagram[Long.BYTES] = (byte) messages;
    }

    static long number(byte[] datagram) {
        return (long) U64.get(datagram, 0);
    }

    static int messages(byte[] datagram) {
        return datagram[Long.BYTES] & 0xFF;
    }
}
