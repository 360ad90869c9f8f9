package io.trackmc.it.roles;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.examples.FlowLines;
import io.trackmc.examples.OrderBookSubscriber;
import io.trackmc.examples.PublishLines;
import io.trackmc.examples.SubscribeLines;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.itch.ItchReader;
import io.trackmc.feed.itch.ItchWriter;
import io.trackmc.feed.itch.TradingDay;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.replay.FrameSink;
import io.trackmc.feed.replay.ItchSource;
import io.trackmc.feed.replay.Pace;
import io.trackmc.feed.replay.Replay;
import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that documents point to do what they say. */
class ExamplesTest {

    private static final String LINES = "one\ntwo\n\nfour\n";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();

    @Test
    void shouldPublishAndPrintLines() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            CompletableFuture<Void> subscriber = subscribe(group.config("receiver-1"));
            assertThat(PublishLines.run(group.config("sender"), lines(), stream(told)).confirmed()).isOne();
            Await.future(subscriber);
            assertThat(printed.toString(UTF_8)).isEqualTo(LINES);
            assertThat(told.toString(UTF_8)).contains("a session begins", "the session is over",
                    "position 4 is stored by 1 of 1 receivers");
        }
    }

    @Test
    void shouldDoItAsAFlow() throws Exception {
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1))) {
            CompletableFuture<Void> subscriber = FlowLines.subscribe(group.config("receiver-1"), stream(printed));
            assertThat(FlowLines.publish(group.config("sender"), lines()).messages()).isEqualTo(5);
            Await.future(subscriber);
            assertThat(printed.toString(UTF_8)).isEqualTo("(from the first)\nlines follow\n" + LINES + "(over)\n");
        }
    }

    @Test
    void shouldKeepOrderBooks() throws Exception {
        byte[] day = tradingDay();
        try (Group group = Group.of(directory.resolve("group"), DefaultLayout.of(0, 1));
                Publisher publisher = sender(group)) {
            CompletableFuture<Books> subscriber = keepBooks(List.of(group.config("receiver-1")));
            Await.future(publisher.receiversBound(1));
            replay(day, publisher.blocking()::publish);
            Await.future(publisher.finish());
            assertThat(Await.future(subscriber).digest()).isEqualTo(booksOf(day).digest());
            assertThat(printed.toString(UTF_8)).contains("session EX begins with message 1\n", "TRK1 ")
                    .endsWith(booksOf(day).digest() + "\n");
        }
    }

    @Test
    void shouldKeepOrderBooksOfTwoLinesOfWhichNoneIsWhole() throws Exception {
        byte[] day = tradingDay();
        try (Group one = Group.of(directory.resolve("a"), DefaultLayout.of(0, 1));
                Group other = Group.of(directory.resolve("b"), DefaultLayout.of(0, 1));
                Publisher a = sender(one);
                Publisher b = sender(other)) {
            CompletableFuture<Books> subscriber = keepBooks(
                    List.of(one.config("receiver-1"), other.config("receiver-1")));
            Await.future(a.receiversBound(1));
            Await.future(b.receiversBound(1));
            int[] count = new int[1];
            replay(day, (bytes, offset, length) -> {
                int frame = count[0]++;
                if (frame % 5 != 1) {
                    a.blocking().publish(bytes, offset, length);
                }
                if (frame % 5 != 3) {
                    b.blocking().publish(bytes, offset, length);
                }
            });
            assertThat(count[0]).as("frames").isGreaterThan(10);
            Await.future(a.finish());
            Await.future(b.finish());
            assertThat(Await.future(subscriber).digest()).isEqualTo(booksOf(day).digest());
            assertThat(printed.toString(UTF_8)).contains("line A lacks messages ", "line B lacks messages ")
                    .doesNotContain("are lost");
        }
    }

    @Test
    void shouldNotWaitForALineWhoseSenderNeverCame() throws Exception {
        byte[] day = tradingDay();
        try (Group one = Group.of(directory.resolve("a"), DefaultLayout.of(0, 1));
                Group other = Group.of(directory.resolve("b"), DefaultLayout.of(0, 1));
                Publisher publisher = sender(one)) {
            CompletableFuture<Books> subscriber = keepBooks(
                    List.of(one.config("receiver-1"), other.config("receiver-1")));
            Await.future(publisher.receiversBound(1));
            replay(day, publisher.blocking()::publish);
            assertThat(Await.future(publisher.finish()).confirmed()).isOne();
            assertThat(Await.future(subscriber).digest()).isEqualTo(booksOf(day).digest());
        }
    }

    private static Publisher sender(Group group) {
        return Publisher.open(new SenderContext().nodeConfig(group.config("sender")));
    }

    private static byte[] tradingDay() throws IOException {
        ByteArrayOutputStream day = new ByteArrayOutputStream();
        TradingDay.write(3_000, 1, new ItchWriter(day));
        return day.toByteArray();
    }

    private static void replay(byte[] day, FrameSink sink) throws Exception {
        new Replay(new SessionName("EX"), Pace.AS_FAST_AS_POSSIBLE, sink)
                .run(new ItchSource(new ByteArrayInputStream(day)));
    }

    private static Books booksOf(byte[] day) throws IOException {
        Books books = new Books();
        ItchReader reader = new ItchReader(new ByteArrayInputStream(day));
        while (reader.next()) {
            books.apply(reader.bytes(), reader.offset(), reader.length());
        }
        return books;
    }

    private CompletableFuture<Books> keepBooks(List<NodeConfig> lines) {
        CompletableFuture<Books> books = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                books.complete(OrderBookSubscriber.run(lines, stream(printed)));
            } catch (Exception e) {
                books.completeExceptionally(e);
            }
        });
        return books;
    }

    private CompletableFuture<Void> subscribe(NodeConfig config) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                SubscribeLines.run(config, stream(printed), stream(told));
                end.complete(null);
            } catch (Exception e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private static BufferedReader lines() {
        return new BufferedReader(new StringReader(LINES));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, UTF_8);
    }
}
