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
 * <p>What cannot be right changes nothing and is counted: a message of another length than its type has, a side that is none, a name of a stock that is none, an
 * order that is not known or is there already, one without shares, one beyond the limit. Where more shares are taken than there are, the order goes.
 */
public final class Books {

    /** Most orders at one time when nothing else is said: several times those of a busy real day. */
    public static final int DEFAULT_MAX_ORDERS = 1 << 23;

    private final Long2ObjectHashMap<Order> orders = new Long2ObjectHashMap<>();
    private final TreeMap<Integer, Book> books = new TreeMap<>();
    private final int maxOrders;
    private long messages;
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
        messages++;
        if (length < 1 || (ItchType.lengthOf(bytes[offset]) != length && ItchType.lengthOf(bytes[offset]) != 0)) {
            refused++;
            return;
        }
        switch (bytes[offset]) {
            case ItchType.ADD, ItchType.ADD_ATTRIBUTED -> add(bytes, offset);
            case ItchType.EXECUTED, ItchType.EXECUTED_AT, ItchType.CANCEL -> take(
                    ItchFields.reference(bytes, offset), ItchFields.taken(bytes, offset));
            case ItchType.DELETE -> delete(ItchFields.reference(bytes, offset));
            case ItchType.REPLACE -> replace(bytes, offset);
            case ItchType.DIRECTORY -> name(bytes, offset);
            default -> {
                // Nothing that books show.
            }
        }
    }

    private void name(byte[] bytes, int offset) {
        int from = ItchFields.directoryStock(offset);
        for (int i = from; i < from + ItchFields.STOCK_BYTES; i++) {
            if (bytes[i] < ' ' || bytes[i] >= 0x7F) { // names are shown on terminals
                refused++;
                return;
            }
        }
        book(ItchFields.locate(bytes, offset)).name(
                new String(bytes, from, ItchFields.STOCK_BYTES, StandardCharsets.US_ASCII).strip());
    }

    private void add(byte[] bytes, int offset) {
        if (ItchFields.hasSide(bytes, offset)) {
            add(ItchFields.reference(bytes, offset), ItchFields.locate(bytes, offset),
                    ItchFields.isBuy(bytes, offset), ItchFields.price(bytes, offset),
                    ItchFields.shares(bytes, offset));
        } else {
            refused++;
        }
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
        long reference = ItchFields.newReference(bytes, offset);
        if (ItchFields.newShares(bytes, offset) == 0 || orders.containsKey(reference)) {
            refused++;
            return;
        }
        remove(order);
        add(reference, order.locate, order.buy, ItchFields.newPrice(bytes, offset),
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

    /** All messages that {@link #apply} was given, also those that were refused. */
    public long messages() {
        return messages;
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
