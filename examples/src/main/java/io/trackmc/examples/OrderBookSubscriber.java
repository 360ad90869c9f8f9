package io.trackmc.examples;

import io.trackmc.feed.book.Book;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.line.Arbiter;
import io.trackmc.feed.line.FeedLines;
import io.trackmc.feed.line.FeedListener;
import io.trackmc.feed.line.FeedStoppedException;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.receiver.ReceiverContext;
import io.trackmc.receiver.Subscription;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the order books of an ITCH feed that {@code track publish --itch} sends, and prints the best prices of each stock when the session is over. The feed comes
 * on one line, or the same on two, A and B, from two senders: whichever has the next message first gives it, and what one line lacks comes by the other.
 */
public final class OrderBookSubscriber {

    /** How long a line is waited for that is behind. */
    private static final Duration LINE_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(50);

    /** Once all is here, a line is given so long to say good-bye; its sender may never have come. */
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private static final double PRICE_UNIT = 1e4;

    private OrderBookSubscriber() {}

    /** {@code A.conf [B.conf] [INTERFACE]}: configurations of a receiver for each line. */
    public static void main(String[] args) throws Exception {
        run(Configuration.lines(args, "OrderBookSubscriber"), System.out);
    }

    /** Keeps books until the session is over, prints them, and returns them. */
    public static Books run(List<NodeConfig> configs, PrintStream out) throws InterruptedException {
        Keeper keeper = new Keeper(out);
        FeedLines lines = new FeedLines(
                new Arbiter(configs.size(), LINE_TIMEOUT.toNanos(), Arbiter.DEFAULT_ROOM_BYTES, keeper));
        List<Subscription> subscriptions = new ArrayList<>();
        try {
            for (NodeConfig config : configs) {
                subscriptions.add(Subscription.open(
                        new ReceiverContext().nodeConfig(config).warnings(out::println).once(true)));
            }
            receive(subscriptions, lines, keeper);
        } finally {
            subscriptions.forEach(Subscription::close);
        }
        return keeper.books;
    }

    /** A thread polls each line, so that one that stands still does not hold up the other; this one tells them the time. */
    private static void receive(List<Subscription> subscriptions, FeedLines lines, Keeper keeper)
            throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < subscriptions.size(); i++) {
            int line = i;
            threads.add(Thread.ofPlatform().name("line-" + line)
                    .start(() -> poll(subscriptions.get(line), lines, line)));
        }
        try {
            for (Thread thread : threads) {
                while (!thread.join(LOOK) && !keeper.isOverFor(FAREWELL)) {
                    lines.onTime();
                }
            }
        } finally {
            threads.forEach(Thread::interrupt); // of those that still run
        }
    }

    private static void poll(Subscription subscription, FeedLines lines, int line) {
        try {
            subscription.run(lines.handler(line), () -> false);
        } catch (InterruptedException | FeedStoppedException _) {
            // All is here, or somebody stops all of it.
        } finally {
            lines.ended(line); // however it ended, nobody waits for it any more
        }
    }

    /** Called by one thread at a time, whichever brings the next message. */
    private static final class Keeper implements FeedListener {

        private final Books books = new Books();
        private final PrintStream out;
        private volatile long overAtNs;

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
        public void onLineGap(int line, long first, long last) {
            out.println("line " + (char) ('A' + line) + " lacks messages " + first + " to " + last);
        }

        @Override
        public void onSessionEnd(SessionName session, boolean announced, boolean whole) {
            books.books().values().stream().filter(book -> !book.bids().isEmpty() && !book.asks().isEmpty())
                    .forEach(this::print);
            out.println(books.liveOrders() + " orders, digest " + books.digest());
            overAtNs = System.nanoTime() | 1; // never 0
        }

        /** Any thread. */
        boolean isOverFor(Duration time) {
            long at = overAtNs;
            return at != 0 && System.nanoTime() - at >= time.toNanos();
        }

        private void print(Book book) {
            out.printf("%-8s %10.2f %10.2f%n", book.stock(), book.bids().firstKey() / PRICE_UNIT,
                    book.asks().firstKey() / PRICE_UNIT);
        }
    }
}
