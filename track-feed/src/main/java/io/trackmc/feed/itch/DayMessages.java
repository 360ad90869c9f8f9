package io.trackmc.feed.itch;

import java.util.Arrays;

/** Writes single messages into one array. */
final class DayMessages {

    private static final byte[] ATTRIBUTION = {'T', 'R', 'A', 'K'};
    private static final int MOST_BYTES = 64;
    private static final int ROUND_LOT = 100;

    private final byte[] bytes = new byte[MOST_BYTES];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    private void begin(byte type, int locate, long timeNs) {
        length = ItchType.lengthOf(type);
        Arrays.fill(bytes, 0, length, (byte) 0);
        bytes[0] = type;
        ItchFields.putShort(bytes, ItchFields.LOCATE, locate);
        ItchFields.putTime(bytes, 0, timeNs);
    }

    void system(long timeNs, char event) {
        begin(ItchType.SYSTEM, 0, timeNs);
        bytes[ItchFields.COMMON_BYTES] = (byte) event;
    }

    void directory(long timeNs, int locate, byte[] stock) {
        begin(ItchType.DIRECTORY, locate, timeNs);
        System.arraycopy(stock, 0, bytes, ItchFields.DIRECTORY_STOCK, ItchFields.STOCK_BYTES);
        bytes[19] = 'Q';
        bytes[20] = 'N';
        ItchFields.putInt(bytes, 21, ROUND_LOT);
        bytes[25] = 'N';
        bytes[26] = 'C';
        bytes[27] = 'Z';
        bytes[28] = ' ';
        bytes[29] = 'P';
        bytes[30] = 'N';
        bytes[31] = 'N';
        bytes[32] = '1';
        bytes[33] = 'N';
        bytes[38] = 'N';
    }

    void action(long timeNs, int locate, byte[] stock) {
        begin(ItchType.ACTION, locate, timeNs);
        System.arraycopy(stock, 0, bytes, ItchFields.DIRECTORY_STOCK, ItchFields.STOCK_BYTES);
        bytes[19] = 'T';
        Arrays.fill(bytes, 20, length, (byte) ' ');
    }

    void add(long timeNs, LiveOrder order, byte[] stock, boolean attributed) {
        begin(attributed ? ItchType.ADD_ATTRIBUTED : ItchType.ADD, order.locate, timeNs);
        ItchFields.putLong(bytes, ItchFields.REFERENCE, order.reference);
        offer(order.buy, order.shares, stock, order.price);
        if (attributed) {
            System.arraycopy(ATTRIBUTION, 0, bytes, 36, ATTRIBUTION.length);
        }
    }

    void executed(long timeNs, LiveOrder order, long shares, long match) {
        begin(ItchType.EXECUTED, order.locate, timeNs);
        ItchFields.putLong(bytes, ItchFields.REFERENCE, order.reference);
        ItchFields.putInt(bytes, ItchFields.TAKEN, shares);
        ItchFields.putLong(bytes, 23, match);
    }

    void executedAt(long timeNs, LiveOrder order, long shares, long match, long price) {
        begin(ItchType.EXECUTED_AT, order.locate, timeNs);
        ItchFields.putLong(bytes, ItchFields.REFERENCE, order.reference);
        ItchFields.putInt(bytes, ItchFields.TAKEN, shares);
        ItchFields.putLong(bytes, 23, match);
        bytes[31] = 'Y';
        ItchFields.putInt(bytes, 32, price);
    }

    void cancel(long timeNs, LiveOrder order, long shares) {
        begin(ItchType.CANCEL, order.locate, timeNs);
        ItchFields.putLong(bytes, ItchFields.REFERENCE, order.reference);
        ItchFields.putInt(bytes, ItchFields.TAKEN, shares);
    }

    void delete(long timeNs, LiveOrder order) {
        begin(ItchType.DELETE, order.locate, timeNs);
        ItchFields.putLong(bytes, ItchFields.REFERENCE, order.reference);
    }

    void replace(long timeNs, long oldReference, LiveOrder order) {
        begin(ItchType.REPLACE, order.locate, timeNs);
        ItchFields.putLong(bytes, ItchFields.REFERENCE, oldReference);
        ItchFields.putLong(bytes, ItchFields.NEW_REFERENCE, order.reference);
        ItchFields.putInt(bytes, ItchFields.NEW_SHARES, order.shares);
        ItchFields.putInt(bytes, ItchFields.NEW_PRICE, order.price);
    }

    void trade(long timeNs, int locate, byte[] stock, long shares, long price, long match) {
        begin(ItchType.TRADE, locate, timeNs);
        offer(true, shares, stock, price);
        ItchFields.putLong(bytes, 36, match);
    }

    private void offer(boolean buy, long shares, byte[] stock, long price) {
        bytes[ItchFields.SIDE] = buy ? ItchFields.BUY : ItchFields.SELL;
        ItchFields.putInt(bytes, ItchFields.SHARES, shares);
        System.arraycopy(stock, 0, bytes, ItchFields.STOCK, ItchFields.STOCK_BYTES);
        ItchFields.putInt(bytes, ItchFields.PRICE, price);
    }
}
