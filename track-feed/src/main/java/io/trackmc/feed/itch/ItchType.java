package io.trackmc.feed.itch;

/**
 * The messages of ITCH 5.0 and their lengths. Order books need {@code A F E C X D U R}; the others are carried as they are, but must have their length.
 */
public final class ItchType {

    /** Order added, without attribution. */
    public static final byte ADD = 'A';

    /** Order added, with attribution. */
    public static final byte ADD_ATTRIBUTED = 'F';

    /** Order executed at its price. */
    public static final byte EXECUTED = 'E';

    /** Order executed at another price. */
    public static final byte EXECUTED_AT = 'C';

    /** Part of an order cancelled. */
    public static final byte CANCEL = 'X';

    /** Order deleted. */
    public static final byte DELETE = 'D';

    /** Order replaced by another. */
    public static final byte REPLACE = 'U';

    /** Trade with an order that no book shows. */
    public static final byte TRADE = 'P';

    /** Event of the system: begin and end of messages, of hours, of the market. */
    public static final byte SYSTEM = 'S';

    /** A stock, its number for the day, and what it is. */
    public static final byte DIRECTORY = 'R';

    /** Whether a stock is traded. */
    public static final byte ACTION = 'H';

    private static final int[] LENGTHS = new int[128];

    static {
        put(SYSTEM, 12);
        put(DIRECTORY, 39);
        put(ACTION, 25);
        put('Y', 20); // short sale price test
        put('L', 26); // position of a market participant
        put('V', 35); // levels of the market-wide circuit breaker
        put('W', 12); // status of the market-wide circuit breaker
        put('K', 28); // quotation period of a new issue
        put('J', 35); // collar of an auction
        put('h', 21); // operational halt
        put(ADD, 36);
        put(ADD_ATTRIBUTED, 40);
        put(EXECUTED, 31);
        put(EXECUTED_AT, 36);
        put(CANCEL, 23);
        put(DELETE, 19);
        put(REPLACE, 35);
        put(TRADE, 44);
        put('Q', 40); // cross trade
        put('B', 19); // broken trade
        put('I', 50); // imbalance before a cross
        put('N', 20); // interest of retail customers
        put('O', 48); // direct listing with a capital raise
    }

    private ItchType() {}

    private static void put(int type, int length) {
        LENGTHS[type] = length;
    }

    /** Bytes of a message of this type; 0 for a type that ITCH 5.0 does not have. */
    public static int lengthOf(byte type) {
        return type < 0 ? 0 : LENGTHS[type];
    }
}
