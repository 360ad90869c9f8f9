package io.trackmc.proto.wire;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Unsigned big-endian integers in a byte array, at any alignment. */
final class Bytes {

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);
    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, BIG_ENDIAN);

    private Bytes() {}

    static int getU8(byte[] b, int at) {
        return b[at] & 0xFF;
    }

    static void putU8(byte[] b, int at, int value) {
        b[at] = (byte) value;
    }

    static int getU16(byte[] b, int at) {
        return (short) U16.get(b, at) & 0xFFFF;
    }

    static void putU16(byte[] b, int at, int value) {
        U16.set(b, at, (short) value);
    }

    /** The 32 bits as they are; {@link #getU32AsLong} for their unsigned value. */
    static int getU32(byte[] b, int at) {
        return (int) U32.get(b, at);
    }

    static long getU32AsLong(byte[] b, int at) {
        return getU32(b, at) & 0xFFFF_FFFFL;
    }

    static void putU32(byte[] b, int at, int value) {
        U32.set(b, at, value);
    }

    static long getU64(byte[] b, int at) {
        return (long) U64.get(b, at);
    }

    static void putU64(byte[] b, int at, long value) {
        U64.set(b, at, value);
    }
}
