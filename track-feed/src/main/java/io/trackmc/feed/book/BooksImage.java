package io.trackmc.feed.book;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Map;

/**
 * Books as bytes: number of stocks; for each its number and name; number of orders; for each its number, stock, side, price and shares. What is read is believed
 * only when everything fits; no number in it sizes an allocation.
 */
public final class BooksImage {

    private static final int LOCATES = 1 << Short.SIZE;
    private static final int MAX_NAME_BYTES = 8;

    private BooksImage() {}

    /** Writes them. */
    public static void write(Books books, DataOutputStream out) throws IOException {
        out.writeInt(books.books().size());
        for (Map.Entry<Integer, Book> book : books.books().entrySet()) {
            byte[] name = book.getValue().stock().getBytes(StandardCharsets.ISO_8859_1);
            out.writeShort(book.getKey());
            out.writeByte(name.length);
            out.write(name);
        }
        out.writeInt(books.liveOrders());
        for (Order order : books.orders().stream().sorted(Comparator.comparingLong(order -> order.reference))
                .toList()) {
            out.writeLong(order.reference);
            out.writeShort(order.locate);
            out.writeBoolean(order.buy);
            out.writeLong(order.price);
            out.writeLong(order.shares);
        }
    }

    /**
     * Reads them.
     *
     * @throws IOException when they are none, or more than these books take
     */
    public static Books read(DataInputStream in, int maxOrders) throws IOException {
        Books books = new Books(maxOrders);
        int stocks = in.readInt();
        check(stocks >= 0 && stocks <= LOCATES, stocks + " stocks");
        for (int i = 0; i < stocks; i++) {
            int locate = in.readUnsignedShort();
            int length = in.readUnsignedByte();
            check(length <= MAX_NAME_BYTES, "a stock with a name of " + length + " bytes");
            String name = new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
            check(name.chars().allMatch(c -> c >= ' ' && c < 0x7F), "a stock with a name that is none");
            books.book(locate).name(name);
        }
        int orders = in.readInt();
        check(orders >= 0 && orders <= maxOrders, orders + " orders");
        for (int i = 0; i < orders; i++) {
            long reference = in.readLong();
            int locate = in.readUnsignedShort();
            boolean buy = in.readBoolean();
            long price = in.readLong();
            long shares = in.readLong();
            check(price >= 0 && shares > 0, "order " + Long.toUnsignedString(reference));
            books.add(reference, locate, buy, price, shares);
        }
        check(books.liveOrders() == orders, "an order that is there twice");
        return books;
    }

    private static void check(boolean condition, String found) throws IOException {
        if (!condition) {
            throw new IOException("books cannot have this: " + found);
        }
    }
}
