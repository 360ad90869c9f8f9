package io.trackmc.feed.book;

import io.trackmc.feed.itch.ItchFields;
import io.trackmc.feed.itch.ItchType;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.agrona.collections.Long2ObjectHashMap;

/**
 * The order books of all stocks of a feed, built from its messages. One thread.
 *
 * <p>What cannot be right changes nothing and is counted: a message of another length than its type has, an order that is not known or is there already, more
 * shares taken than there are (the order goes), an order beyond the limit.
 */
public final class Books {

    /** Most orders at one time when nothing else is said: several times those of a busy real day. */
    public static final int DEFAULT_MAX_ORDERS = 1 << 23;

    private final Long2ObjectHashMap<Order> orders = new Long2ObjectHashMap<>();
    private final TreeMap<Integer, Book> books = new TreeMap<>();
    private final int maxOrders;
    private long applied;
    private long unknownOrders;
    private long refused;

    /** Empty books. */
    public Books() {
        this(DEFAULT_MAX_ORDERS);
    }

    /**
     * Empty books with another limit.
     *
     * @param maxOrders most orders at one time
     */
    public Books(int maxOrders) {
        this.maxOrders = maxOrders;
    }

    /** Takes in one message; those that books do not need change nothing. */
    public void apply(byte[] bytes, int offset, int length) {
        if (length < 1 || (ItchType.lengthOf(bytes[offset]) != length && ItchType.lengthOf(bytes[offset]) != 0)) {
            refused++;
            return;
        }
        switch (bytes[offset]) {
            case ItchType.ADD, ItchType.ADD_ATTRIBUTED -> add(ItchFields.reference(bytes, offset),
                    ItchFields.locate(bytes, offset), ItchFields.isBuy(bytes, offset),
                    ItchFields.price(bytes, offset), ItchFields.shares(bytes, offset));
            case ItchType.EXECUTED, ItchType.EXECUTED_AT, ItchType.CANCEL -> take(
                    ItchFields.reference(bytes, offset), ItchFields.taken(bytes, offset));
            case ItchType.DELETE -> delete(ItchFields.reference(bytes, offset));
            case ItchType.REPLACE -> replace(bytes, offset);
            case ItchType.DIRECTORY -> book(ItchFields.locate(bytes, offset)).name(
                    new String(bytes, ItchFields.directoryStock(offset), ItchFields.STOCK_BYTES,
                            StandardCharsets.ISO_8859_1).strip());
            default -> {
                // Nothing that books show.
            }
        }
        applied++;
    }

    void add(long reference, int locate, boolean buy, long price, long shares) {
        if (shares == 0 || orders.size() >= maxOrders || orders.containsKey(reference)) {
            refused++;
            return;
        }
        Order order = new Order(reference, locate, buy, price, shares);
        orders.put(reference, order);
        book(locate).add(order);
    }

    private void take(long reference, long shares) {
        Order order = orders.get(reference);
        if (order == null) {
            unknownOrders++;
            return;
        }
        if (shares >= order.shares) {
            refused += shares > order.shares ? 1 : 0;
            remove(order);
            return;
        }
        order.shares -= shares;
        book(order.locate).take(order, shares);
    }

    private void delete(long reference) {
        Order order = orders.get(reference);
        if (order == null) {
            unknownOrders++;
        } else {
            remove(order);
        }
    }

    private void replace(byte[] bytes, int offset) {
        Order order = orders.get(ItchFields.reference(bytes, offset));
        if (order == null) {
            unknownOrders++;
            return;
        }
        remove(order);
        add(ItchFields.newReference(bytes, offset), order.locate, order.buy, ItchFields.newPrice(bytes, offset),
                ItchFields.newShares(bytes, offset));
    }

    private void remove(Order order) {
        orders.remove(order.reference);
        book(order.locate).remove(order);
    }

    Book book(int locate) {
        return books.computeIfAbsent(locate, _ -> new Book());
    }

    /** Books by the stocks' numbers. A view. */
    public SortedMap<Integer, Book> books() {
        return Collections.unmodifiableSortedMap(books);
    }

    Collection<Order> orders() {
        return orders.values();
    }

    /** Orders that are shown now. */
    public int liveOrders() {
        return orders.size();
    }

    /** Messages taken in. */
    public long applied() {
        return applied;
    }

    /** Messages about orders that are not known. */
    public long unknownOrders() {
        return unknownOrders;
    }

    /** Messages that could not be right, and orders beyond the limit. */
    public long refused() {
        return refused;
    }

    /** What two sets of books have in common if, and only if, they show the same: SHA-256, 64 hexadecimal digits. */
    public String digest() {
        return BooksDigest.of(this);
    }
}
