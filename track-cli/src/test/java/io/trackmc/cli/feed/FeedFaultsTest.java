package io.trackmc.cli.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.role.Group;
import io.trackmc.cli.task.Background;
import io.trackmc.feed.book.Books;
import io.trackmc.feed.itch.ItchReader;
import io.trackmc.feed.itch.ItchWriter;
import io.trackmc.feed.itch.TradingDay;
import io.trackmc.feed.mold.MoldWriter;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.snapshot.SnapshotFile;
import io.trackmc.keys.transport.bundle.NodeConfigFile;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code subscribe} to feeds that begin without it, lack messages, or are not read, over real loopback multicast. */
class FeedFaultsTest {

    private static final SessionName SESSION = new SessionName("F1");
    private static final int MESSAGES = 20_000;

    /** More than fits into the sender's window, from which a late receiver would get it. */
    private static final int BEFORE = 15_000;

    private static final int HELD_UP_LOOKS = 50;

    private final List<byte[]> day = day();
    private int heldUpLooks;

    @TempDir
    Path directory;

    @Test
    void shouldBeginLateWithASnapshotAndSayWhereThereIsNone() throws Exception {
        Group group = Group.create(directory.resolve("group"), 4, 0);
        Path file = directory.resolve("books.snap");
        String[] books = {"--once", "--itch", "--books", "--json"};
        try (Publisher publisher = publisher(group);
                Background<CliFixture> first = subscribe(group, 1, books, "--snapshot-to", file.toString(),
                        "--snapshot-every", "1000")) {
            publisher.receiversBound(1).get();
            send(publisher, 1, BEFORE);
            await(() -> Files.exists(file) || first.result().isDone());
            try (Background<CliFixture> mended = subscribe(group, 2, books, "--snapshot", file.toString());
                    Background<CliFixture> without = subscribe(group, 3, books, "--snapshot",
                            directory.resolve("none").toString(), "--snapshot-wait", "0s");
                    Background<CliFixture> content = subscribe(group, 4, books, "--accept-late")) {
                publisher.receiversBound(4).get();
                send(publisher, BEFORE + 1, MESSAGES);
                end(publisher, MESSAGES + 1);
                assertThat(first.result().get().code()).as(first.result().get().err()).isZero();

                CliFixture late = mended.result().get();
                assertThat(late.code()).as(late.err()).isZero();
                assertThat(late.out()).contains("\"whole\":false,").contains("\"late\":true,")
                        .contains("\"booksSound\":true").contains(digest());

                CliFixture failed = without.result().get();
                assertThat(failed.code()).as(failed.err()).isEqualTo(1);
                assertThat(failed.out()).contains("\"error\":\"no snapshot joins on to message ")
                        .contains("there is none; --accept-late goes on without\"").contains("\"booksSound\":false");

                CliFixture accepted = content.result().get();
                assertThat(accepted.code()).as(accepted.err()).isZero();
                assertThat(accepted.out()).contains("\"late\":true,").contains("\"booksSound\":false")
                        .doesNotContain(digest());
                assertThat(accepted.err()).contains("the books are NOT sound");
            }
        }
    }

    @Test
    void shouldEndWithOneWhenAMessageIsLostAndWriteNoSnapshotOfWhatLacksIt() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        Path file = directory.resolve("books.snap");
        Path socket = directory.resolve("s");
        String[] words = {"--itch", "--books", "--json", "--snapshot-to", file.toString(), "--snapshot-every", "100",
            "--share", socket.toString(), "--share-await", "1"};
        Background<CliFixture> taking = subscribe(group, 1, words);
        try (taking; Publisher publisher = publisher(group)) {
            await(() -> Files.exists(socket) || taking.result().isDone());
            CliFixture read;
            try (Background<CliFixture> reading = Background.start("test-read",
                    () -> CliFixture.run("feed", "read", "--itch", "--once", "--json", socket.toString()))) {
                publisher.receiversBound(1).get();
                send(publisher, 1, 250);
                send(publisher, 252, 999);
                end(publisher, 1_000);
                read = reading.result().get();
            }
            assertThat(read.code()).as(read.err()).isEqualTo(1);
            assertThat(read.out()).contains("\"gaps\":1,");
        } // which interrupts it
        CliFixture taken = taking.result().get();
        assertThat(taken.code()).as(taken.err()).isEqualTo(1);
        assertThat(taken.out()).contains("interrupted; the feed did not come whole: messages lost: 1")
                .contains("\"booksSound\":false").contains("\"gaps\":1,");
        assertThat(taken.err()).contains("no snapshots of books that are not sound");
        assertThat(SnapshotFile.read(file).sequence()).isEqualTo(200);
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void shouldStopTwoLinesAlthoughALocalProcessDoesNotRead() throws Exception {
        Group a = Group.create(directory.resolve("a"), 1, 0);
        Group b = Group.create(directory.resolve("b"), 1, 0);
        Path socket = directory.resolve("s");
        Background<CliFixture> sharing = subscribe(a, 1, new String[] {"--config", b.config("receiver-1").toString(),
            "--json", "--share", socket.toString(), "--share-await", "1"});
        try (sharing; Publisher publisher = publisher(b)) {
            await(() -> Files.exists(socket) || sharing.result().isDone());
            try (SocketChannel silent = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
                silent.write(ByteBuffer.wrap(new byte[] {'R'}));
                publisher.receiversBound(1).get();
                try (Background<Void> flood = Background.start("test-flood", () -> flood(publisher))) {
                    await(() -> isLineHeldUp() || flood.result().isDone() || sharing.result().isDone());
                    assertThat(sharing.result()).isNotDone();
                    assertThat(flood.result()).isNotDone();
                    sharing.close();
                }
            }
        }
        assertThat(sharing.result().get().code()).as(sharing.result().get().err()).isEqualTo(130);
    }

    /** Whether line B waits for room, for many looks in a row. */
    private boolean isLineHeldUp() {
        boolean waits = Thread.getAllStackTraces().entrySet().stream()
                .filter(thread -> thread.getKey().getName().equals("track-subscribe-B"))
                .flatMap(thread -> Arrays.stream(thread.getValue()))
                .anyMatch(frame -> frame.getClassName().endsWith(".FanQueue"));
        heldUpLooks = waits ? heldUpLooks + 1 : 0;
        return heldUpLooks >= HELD_UP_LOOKS;
    }

    private static Void flood(Publisher publisher) throws InterruptedException {
        MoldWriter frame = new MoldWriter(SESSION, 1);
        while (true) {
            frame.add(new byte[MoldWriter.MAX_MESSAGE_BYTES], 0, MoldWriter.MAX_MESSAGE_BYTES);
            publisher.blocking().publish(frame.bytes(), 0, frame.finish(0));
        }
    }

    private void send(Publisher publisher, int first, int last) throws InterruptedException {
        MoldWriter frame = new MoldWriter(SESSION, first);
        for (int sequence = first; sequence <= last; sequence++) {
            byte[] message = day.get(sequence - 1);
            frame.add(message, 0, message.length);
            publisher.blocking().publish(frame.bytes(), 0, frame.finish(0));
        }
    }

    private static void end(Publisher publisher, long next) throws Exception {
        MoldWriter frame = new MoldWriter(SESSION, next);
        publisher.blocking().publish(frame.bytes(), 0, frame.finishSession(0));
        publisher.finish().get();
    }

    private static Publisher publisher(Group group) {
        return Publisher.open(new SenderContext().nodeConfig(NodeConfigFile.read(group.config("sender"),
                Map.of("net.interface", Group.LOOPBACK, "window.packets", "256"))));
    }

    private static Background<CliFixture> subscribe(Group group, int receiver, String[] words, String... more) {
        List<String> all = new ArrayList<>(Arrays.asList(words));
        all.addAll(Arrays.asList(more));
        return Background.start("test-subscribe-" + receiver, () -> CliFixture
                .run(group.words("subscribe", "receiver-" + receiver, all.toArray(String[]::new))));
    }

    private String digest() {
        Books books = new Books();
        day.forEach(message -> books.apply(message, 0, message.length));
        return "\"booksDigest\":\"" + books.digest() + "\"";
    }

    private static List<byte[]> day() {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            TradingDay.write(MESSAGES, 1, new ItchWriter(out));
            ItchReader reader = new ItchReader(new ByteArrayInputStream(out.toByteArray()));
            List<byte[]> messages = new ArrayList<>();
            while (reader.next()) {
                messages.add(Arrays.copyOfRange(reader.bytes(), reader.offset(), reader.offset() + reader.length()));
            }
            return messages;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
