package io.trackmc.sim.check;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads fields of datagrams at the offsets of {@code docs/wire-format.md}; written apart from the codecs, so that a
 * checker does not share their errors. Only for datagrams that engines sent, whose lengths are right.
 */
public final class WireView {

    public static final int ODATA = 1;
    public static final int RDATA = 2;
    public static final int NULL_DATA = 3;
    public static final int HEARTBEAT = 4;
    public static final int TRACK = 5;
    public static final int NACK = 6;
    public static final int NACK_SUPPRESS = 7;
    public static final int BIND_REQUEST = 8;
    public static final int BIND_CONFIRM = 9;
    public static final int BIND_REJECT = 10;
    public static final int BIND_PENDING = 11;
    public static final int UNBIND_REQUEST = 12;
    public static final int UNBIND_CONFIRM = 13;
    public static final int EJECT_REQUEST = 14;
    public static final int EJECT_CONFIRM = 15;
    public static final int ADVERTISE = 16;
    public static final int QUERY = 17;
    public static final int REKEY = 18;
    public static final int REKEY_REQUEST = 19;

    public static final int HEADER = 32;
    public static final int INNER_HEADER = 32;
    public static final int ICV = 16;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private WireView() {}

    public static boolean isWhole(byte[] datagram) {
        return datagram.length >= HEADER + ICV && outerLength(datagram) >= HEADER
                && outerLength(datagram) + ICV <= datagram.length
                && (innerLength(datagram) == 0 || innerLength(datagram) >= INNER_HEADER);
    }

    public static int version(byte[] datagram) {
        return datagram[0] & 0xFF;
    }

    public static int type(byte[] datagram) {
        return datagram[1] & 0xFF;
    }

    public static int flags(byte[] datagram) {
        return datagram[2] & 0xFF;
    }

    public static int keyClass(byte[] datagram) {
        return (datagram[3] & 0xFF) >> 4;
    }

    public static int direction(byte[] datagram) {
        return datagram[3] & 0x0F;
    }

    public static int outerLength(byte[] datagram) {
        return ((datagram[4] & 0xFF) << Byte.SIZE) | (datagram[5] & 0xFF);
    }

    public static int spi(byte[] datagram) {
        return u32(datagram, 8);
    }

    public static int origin(byte[] datagram) {
        return u32(datagram, 12);
    }

    public static long incarnation(byte[] datagram) {
        return u64(datagram, 16);
    }

    public static long counter(byte[] datagram) {
        return u64(datagram, 24);
    }

    /** Field of the body at an offset of the tables in section 5. */
    public static long body64(byte[] datagram, int offset) {
        return u64(datagram, HEADER + offset);
    }

    /** The same for an unsigned field of one byte. */
    public static int body8(byte[] datagram, int offset) {
        return datagram[HEADER + offset] & 0xFF;
    }

    /** The same for an unsigned field of four bytes. */
    public static long body32(byte[] datagram, int offset) {
        return Integer.toUnsignedLong(u32(datagram, HEADER + offset));
    }

    public static int innerLength(byte[] datagram) {
        return datagram.length - ICV - outerLength(datagram);
    }

    public static boolean hasInner(byte[] datagram) {
        return innerLength(datagram) > 0;
    }

    public static int stream(byte[] datagram) {
        return datagram[outerLength(datagram) + 2] & 0xFF;
    }

    public static int source(byte[] datagram) {
        return u32(datagram, outerLength(datagram) + 8);
    }

    public static long sourceIncarnation(byte[] datagram) {
        return u64(datagram, outerLength(datagram) + 12);
    }

    public static long sequence(byte[] datagram) {
        return u64(datagram, outerLength(datagram) + 20);
    }

    private static int u32(byte[] datagram, int offset) {
        return (int) INT.get(datagram, offset);
    }

    private static long u64(byte[] datagram, int offset) {
        return (long) LONG.get(datagram, offset);
    }
}
