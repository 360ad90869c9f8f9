package io.trackmc.feed.book;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;

/**
 * SHA-256 over everything that books show, in an order that does not depend on how it came about: stocks with their names, each followed by its levels, then all
 * orders by number.
 */
final class BooksDigest {

    private static final int ENTRY_BYTES = 4 * Long.BYTES;

    private final MessageDigest sha256;
    private final ByteBuffer entry = ByteBuffer.allocate(ENTRY_BYTES);

    private BooksDigest(MessageDigest sha256) {
        this.sha256 = sha256;
    }

    static String of(Books books) {
        try {
            return new BooksDigest(MessageDigest.getInstance("SHA-256")).digest(books);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private String digest(Books books) {
        for (Map.Entry<Integer, Book> book : books.books().entrySet()) {
            name(book.getKey(), book.getValue().stock());
            levels(book.getKey(), 'B', book.getValue().bids());
            levels(book.getKey(), 'S', book.getValue().asks());
        }
        books.orders().stream().sorted(Comparator.comparingLong(order -> order.reference)).forEach(order -> add(
                order.reference, ((long) order.locate << 1) | (order.buy ? 1 : 0), order.price, order.shares));
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** A stock that has no name yet is known by its levels alone. */
    private void name(int locate, String stock) {
        if (!stock.isEmpty()) {
            byte[] name = Arrays.copyOf(stock.getBytes(StandardCharsets.ISO_8859_1), Long.BYTES);
            add(((long) locate << Character.SIZE) | 'N', ByteBuffer.wrap(name).getLong(), 0, 0);
        }
    }

    private void levels(int locate, char side, SortedMap<Long, Level> levels) {
        levels.forEach((price, level) -> add(((long) locate << Character.SIZE) | side, price, level.shares(),
                level.orders()));
    }

    private void add(long first, long second, long third, long fourth) {
        entry.clear().putLong(first).putLong(second).putLong(third).putLong(fourth);
        sha256.update(entry.array());
    }
}
