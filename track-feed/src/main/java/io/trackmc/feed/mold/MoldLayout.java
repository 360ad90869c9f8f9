package io.trackmc.feed.mold;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where things are in a frame; all numbers big-endian.
 *
 * <pre>
 *  0  session, 10 bytes of ASCII, padded with spaces
 * 10  sequence of the first message, u64, from 1; without messages that of the next one
 * 18  count of messages, u16; 0 a heartbeat, 65,535 the end of the session
 * 20  time of publication, u64, nanoseconds since 1970 by the publisher's clock
 * 28  messages: length, u16, and so many bytes each
 * </pre>
 *
 * <p>The first 20 bytes and the messages are those of MoldUDP64.
 */
final class MoldLayout {

    static final int SESSION_BYTES = 10;
    static final int SEQUENCE = 10;
    static final int COUNT = 18;
    static final int TIME = 20;
    static final int HEADER_BYTES = 28;
    static final int LENGTH_BYTES = 2;
    static final int END_OF_SESSION = 0xFFFF;

    /** Nobody comes so far; what a stranger says cannot overflow anything. */
    static final long MOST_SEQUENCE = Long.MAX_VALUE >> 1;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private MoldLayout() {}

    static int getShort(byte[] bytes, int at) {
        return Short.toUnsignedInt((short) SHORTS.get(bytes, at));
    }

    static void putShort(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    static long getLong(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }
}
