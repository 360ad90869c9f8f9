package io.trackmc.examples;

import io.trackmc.feed.book.Book;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.line.Arbiter;
import io.trackmc.feed.line.FeedLines;
import io.trackmc.feed.line.FeedListener;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.Subscription;
import java.io.PrintStream;

/**
 * Keeps the order books of an ITCH feed that {@code track publish --itch} sends, and prints the best prices of each stock when the session is over. With one line;
 * for two, two subscriptions are polled by a thread each and given two handlers of the same {@link FeedLines}.
 */
public final class OrderBookSubscriber {

    private static final long NO_OTHER_LINE = 0;
    private static final double PRICE_UNIT = 1e4;

    private OrderBookSubscriber() {}

    /** Subscribes with the configuration of a receiver and, if there are two arguments, on that network interface. */
    public static void main(String[] args) throws Exception {
        run(Configuration.of(args, "OrderBookSubscriber"), System.out);
    }

    /** Keeps books until the session is over, prints them, and returns them. */
    public static Books run(NodeConfig config, PrintStream out) throws InterruptedException {
        Keeper keeper = new Keeper(out);
        FeedLines lines = new FeedLines(new Arbiter(1, NO_OTHER_LINE, Arbiter.DEFAULT_ROOM_BYTES, keeper));
        ReceiverContext context = new ReceiverContext().nodeConfig(config).warnings(out::println).once(true);
        try (Subscription subscription = Subscription.open(context)) {
            subscription.run(lines.handler(0), () -> false);
        }
        return keeper.books;
    }

    private static final class Keeper implements FeedListener {

        private final Books books = new Books();
        private final PrintStream out;

        Keeper(PrintStream out) {
            this.out = out;
        }

        @Override
        public long onSession(SessionName session, long firstSequence) {
            out.println("session " + session.text() + " begins with message " + firstSequence);
            return firstSequence;
        }

        @Override
        public void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
            books.apply(bytes, offset, length);
        }

        /** From here on the books are not those of the exchange. */
        @Override
        public void onGap(long first, long last) {
            out.println("messages " + first + " to " + last + " are lost");
        }

        @Override
        public void onSessionEnd(SessionName session, boolean announced, boolean whole) {
            books.books().values().stream().filter(book -> !book.bids().isEmpty() && !book.asks().isEmpty())
                    .forEach(this::print);
            out.println(books.liveOrders() + " orders, digest " + books.digest());
        }

        private void print(Book book) {
            out.printf("%-8s %10.2f %10.2f%n", book.stock(), book.bids().firstKey() / PRICE_UNIT,
                    book.asks().firstKey() / PRICE_UNIT);
        }
    }
}
