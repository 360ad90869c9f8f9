package io.trackmc.feed.itch;

/** An order that a made-up day has not finished with. */
final class LiveOrder {

    final int locate;
    final boolean buy;
    long reference;
    long shares;
    long price;

    LiveOrder(long reference, int locate, boolean buy, long shares, long price) {
        this.reference = reference;
        this.locate = locate;
        this.buy = buy;
        this.shares = shares;
        this.price = price;
    }
}
