package io.trackmc.feed.book;

import java.util.Collections;
import java.util.Comparator;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;

/** Both sides of one stock by price, the best first. */
public final class Book {

    private final NavigableMap<Long, Level> bids = new TreeMap<>(Comparator.reverseOrder());
    private final NavigableMap<Long, Level> asks = new TreeMap<>();
    private String stock = "";

    Book() {}

    /** Name of the stock; empty until its directory message has come. */
    public String stock() {
        return stock;
    }

    /** What is bid: prices in ten-thousandths, the highest first. A view. */
    public SortedMap<Long, Level> bids() {
        return Collections.unmodifiableSortedMap(bids);
    }

    /** What is asked: prices in ten-thousandths, the lowest first. A view. */
    public SortedMap<Long, Level> asks() {
        return Collections.unmodifiableSortedMap(asks);
    }

    void name(String name) {
        stock = name;
    }

    void add(Order order) {
        side(order.buy).computeIfAbsent(order.price, _ -> new Level()).add(order.shares);
    }

    /** Fewer shares of an order, which stays. */
    void take(Order order, long shares) {
        level(order).take(shares);
    }

    /** An order goes, with what is left of it. */
    void remove(Order order) {
        Level level = level(order);
        level.take(order.shares);
        level.leave();
        if (level.orders() == 0) {
            side(order.buy).remove(order.price);
        }
    }

    private Level level(Order order) {
        Level level = side(order.buy).get(order.price);
        if (level == null) {
            throw new IllegalStateException("order " + order.reference + " is at no price");
        }
        return level;
    }

    private Map<Long, Level> side(boolean buy) {
        return buy ? bids : asks;
    }
}
