package io.trackmc.feed.itch;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Where the fields of ITCH 5.0 messages are, as far as order books need them. All methods read or write at an offset where a whole message of the type in
 * question lies; {@link ItchType#lengthOf} says how long that is, and nothing here checks it again.
 *
 * <p>Numbers are unsigned and big-endian. Prices are in ten-thousandths. Times are nanoseconds since midnight.
 */
public final class ItchFields {

    /** Bytes that every message begins with: type, stock locate, tracking number, time. */
    static final int COMMON_BYTES = 11;

    /** Bytes of a stock's name, padded with spaces. */
    public static final int STOCK_BYTES = 8;

    /** Side of an order that buys. */
    public static final byte BUY = 'B';

    /** Side of an order that sells. */
    public static final byte SELL = 'S';

    static final int LOCATE = 1;
    static final int TIME = 5;
    static final int REFERENCE = 11;
    static final int SIDE = 19;
    static final int SHARES = 20;
    static final int STOCK = 24;
    static final int PRICE = 32;
    static final int TAKEN = 19;
    static final int NEW_REFERENCE = 19;
    static final int NEW_SHARES = 27;
    static final int NEW_PRICE = 31;
    static final int DIRECTORY_STOCK = 11;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private ItchFields() {}

    /** Number of the stock for this day, 0 to 65,535; 0 where a message is about none. */
    public static int locate(byte[] bytes, int offset) {
        return Short.toUnsignedInt((short) SHORTS.get(bytes, offset + LOCATE));
    }

    /** Nanoseconds since midnight. */
    public static long timeNs(byte[] bytes, int offset) {
        long high = Short.toUnsignedLong((short) SHORTS.get(bytes, offset + TIME));
        return (high << Integer.SIZE) | unsigned(bytes, offset + TIME + Short.BYTES);
    }

    /** Number of the order: of A, F, E, C, X, D, and of U that of the order which is replaced. */
    public static long reference(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + REFERENCE);
    }

    /** Of A and F: whether the side is one: {@link #BUY} or {@link #SELL}. */
    public static boolean hasSide(byte[] bytes, int offset) {
        return bytes[offset + SIDE] == BUY || bytes[offset + SIDE] == SELL;
    }

    /** Of A and F: whether the order buys. */
    public static boolean isBuy(byte[] bytes, int offset) {
        return bytes[offset + SIDE] == BUY;
    }

    /** Of A and F. */
    public static long shares(byte[] bytes, int offset) {
        return unsigned(bytes, offset + SHARES);
    }

    /** Of A and F. */
    public static long price(byte[] bytes, int offset) {
        return unsigned(bytes, offset + PRICE);
    }

    /** Shares that E and C execute and X cancels. */
    public static long taken(byte[] bytes, int offset) {
        return unsigned(bytes, offset + TAKEN);
    }

    /** Of U. */
    public static long newReference(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset + NEW_REFERENCE);
    }

    /** Of U. */
    public static long newShares(byte[] bytes, int offset) {
        return unsigned(bytes, offset + NEW_SHARES);
    }

    /** Of U. */
    public static long newPrice(byte[] bytes, int offset) {
        return unsigned(bytes, offset + NEW_PRICE);
    }

    /** Of R: where the stock's name begins, {@link #STOCK_BYTES} long. */
    public static int directoryStock(int offset) {
        return offset + DIRECTORY_STOCK;
    }

    static void putShort(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    static void putInt(byte[] bytes, int at, long value) {
        INTS.set(bytes, at, (int) value);
    }

    static void putLong(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }

    static void putTime(byte[] bytes, int offset, long timeNs) {
        putShort(bytes, offset + TIME, (int) (timeNs >>> Integer.SIZE));
        putInt(bytes, offset + TIME + Short.BYTES, timeNs);
    }

    private static long unsigned(byte[] bytes, int at) {
        return Integer.toUnsignedLong((int) INTS.get(bytes, at));
    }
}
