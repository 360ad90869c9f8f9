package io.trackmc.sim.observe;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A fast 64-bit hash of bytes, for comparing runs and contents; no protection against anybody who wants collisions. */
public final class ContentHash {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long START = 0x243F_6A88_85A3_08D3L;
    private static final long FACTOR = 0x9FB2_1C65_1E98_DF25L;

    private ContentHash() {}

    /** Hash of a part of an array. */
    public static long of(byte[] bytes, int offset, int length) {
        long hash = add(START, length);
        int end = offset + length;
        int at = offset;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = add(hash, (long) LONG.get(bytes, at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = (rest << Byte.SIZE) | (bytes[at] & 0xFF);
        }
        return add(hash, rest);
    }

    /** Hash of a whole array. */
    public static long of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    /** Hash of what {@code hash} stands for, followed by {@code value}. */
    public static long add(long hash, long value) {
        long mixed = (hash ^ value) * FACTOR;
        return mixed ^ (mixed >>> 29);
    }
}
