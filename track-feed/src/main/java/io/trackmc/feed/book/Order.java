package io.trackmc.feed.book;

/** An order that a book shows. Whose it is does not change; how many shares are left does. */
final class Order {

    final long reference;
    final int locate;
    final boolean buy;
    final long price;
    long shares;

    Order(long reference, int locate, boolean buy, long price, long shares) {
        this.reference = reference;
        this.locate = locate;
        this.buy = buy;
        this.price = price;
        this.shares = shares;
    }
}
