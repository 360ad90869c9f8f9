package io.trackmc.feed.book;

/** All orders at one price on one side. */
public final class Level {

    private long shares;
    private int orders;

    Level() {}

    /** Sum over the orders. */
    public long shares() {
        return shares;
    }

    /** How many orders. */
    public int orders() {
        return orders;
    }

    void add(long more) {
        shares += more;
        orders++;
    }

    void take(long less) {
        shares -= less;
    }

    void leave() {
        orders--;
    }
}
