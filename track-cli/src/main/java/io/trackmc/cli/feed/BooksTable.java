package io.trackmc.cli.feed;

import io.trackmc.cli.picture.TextTable;
import io.trackmc.feed.book.Book;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.book.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** The best prices of the first books, for people. */
final class BooksTable {

    private static final int MOST_ROWS = 10;
    private static final double PRICE_UNIT = 1e4;

    private BooksTable() {}

    static TextTable of(Books books) {
        TextTable table = new TextTable(List.of("stock", "bid", "shares bid", "asked", "shares asked"));
        books.books().values().stream().filter(book -> !book.bids().isEmpty() || !book.asks().isEmpty())
                .limit(MOST_ROWS).forEach(book -> row(table, book));
        return table;
    }

    private static void row(TextTable table, Book book) {
        table.row(book.stock(), price(book.bids()), shares(book.bids()), price(book.asks()), shares(book.asks()));
    }

    private static String price(SortedMap<Long, Level> side) {
        return side.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f", side.firstKey() / PRICE_UNIT);
    }

    private static String shares(SortedMap<Long, Level> side) {
        return side.entrySet().stream().findFirst().map(Map.Entry::getValue)
                .map(level -> String.valueOf(level.shares())).orElse("");
    }
}
