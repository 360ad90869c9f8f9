package io.trackmc.cli.feed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.role.Group;
import io.trackmc.cli.task.Background;
import io.trackmc.feed.fan.FanClient;
import io.trackmc.repairhead.RepairHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code publish} and {@code subscribe} as commands, over real loopback multicast. */
class PublishAndSubscribeTest {

    private static final String LINES = "one\ntwo\n\nfour\n";

    @TempDir
    Path directory;

    @Test
    void shouldBringLinesToEveryone() throws Exception {
        Group group = Group.create(directory.resolve("group"), 2, 1);
        Path copy = directory.resolve("copy");
        try (RepairHead head = group.repairHead("rh-1");
                Background<CliFixture> printing = start(group.words("subscribe", "receiver-1", "--once"));
                Background<CliFixture> writing = start(group.words("subscribe", "receiver-2", "--once", "--json",
                        "--output", copy.toString()))) {
            CliFixture sent = CliFixture.runWith(new ByteArrayInputStream(LINES.getBytes(UTF_8)),
                    group.words("publish", "sender", "--await", "2", "--session", "T1", "--json", "-"));
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(sent.outLines()).singleElement().asString()
                    .startsWith("{\"command\":\"publish\",\"ok\":true,\"messages\":4,\"p50Micros\":null,")
                    .contains("\"session\":\"T1\"").contains("\"confirmedReceivers\":2");
            CliFixture printed = printing.result().get();
            assertThat(printed.code()).as(printed.err()).isZero();
            assertThat(printed.out()).isEqualTo(LINES);
            assertThat(printed.err()).contains("parent rh-1", "session T1 begins here with message 1",
                    "session T1 is over, whole", "4 messages, 0 lost; p50 ");
            CliFixture written = writing.result().get();
            assertThat(written.code()).as(written.err()).isZero();
            assertThat(written.outLines()).singleElement().asString()
                    .startsWith("{\"command\":\"subscribe\",\"ok\":true,\"messages\":4,\"p50Micros\":")
                    .contains("\"gaps\":0,").contains("\"whole\":true,").doesNotContain("\"p999Micros\":null");
            assertThat(head.status().keysHeld()).isNotEmpty();
        }
        assertThat(copy).hasContent(LINES);
    }

    @Test
    void shouldKeepTheBooksOfTwoLinesOneOfWhichIsNeverThere() throws Exception {
        Group a = Group.create(directory.resolve("a"), 1, 0);
        Group b = Group.create(directory.resolve("b"), 1, 0);
        Path day = day(2_000);
        String[] words = a.words("subscribe", "receiver-1", "--config", b.config("receiver-1").toString(), "--once",
                "--itch", "--books", "--json", "--line-timeout", "50ms");
        try (Background<CliFixture> both = start(words)) {
            CliFixture sent = CliFixture.run(a.words("publish", "sender", "--itch", "--session", "AB",
                    day.toString()));
            assertThat(sent.code()).as(sent.err()).isZero();
            CliFixture got = both.result().get();
            assertThat(got.code()).as(got.err()).isZero();
            assertThat(got.out()).contains("\"messages\":2000,").contains(digest(day)).contains("\"duplicates\":0,");
            assertThat(got.err()).contains("line A: parent sender");
        }
    }

    @Test
    void shouldMakeOneFeedOfTwoLines() throws Exception {
        Group a = Group.create(directory.resolve("a"), 1, 0);
        Group b = Group.create(directory.resolve("b"), 1, 0);
        Path day = day(5_000);
        String[] words = a.words("subscribe", "receiver-1", "--config", b.config("receiver-1").toString(), "--once",
                "--itch", "--books", "--json", "--line-timeout", "60s");
        try (Background<CliFixture> both = start(words);
                Background<CliFixture> first = publish(a, day);
                Background<CliFixture> second = publish(b, day)) {
            assertThat(first.result().get().code()).as(first.result().get().err()).isZero();
            assertThat(second.result().get().code()).as(second.result().get().err()).isZero();
            CliFixture got = both.result().get();
            assertThat(got.code()).as(got.err()).isZero();
            assertThat(got.out()).contains("\"messages\":5000,").contains("\"gaps\":0,").contains(digest(day));
        }
    }

    @Test
    void shouldHandOnWhatItGetsToLocalProcesses() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        Path day = day(3_000);
        Path socket = directory.resolve("s");
        Path copy = directory.resolve("copy");
        try (Background<CliFixture> sharing = start(group.words("subscribe", "receiver-1", "--once", "--itch",
                "--share", socket.toString(), "--share-await", "2", "--json"))) {
            await(() -> Files.exists(socket) || sharing.result().isDone());
            try (Background<CliFixture> first = start("feed", "read", "--itch", "--books", "--json",
                    socket.toString());
                    Background<CliFixture> second = start("feed", "read", "--itch", "--output", copy.toString(),
                            socket.toString())) {
                CliFixture sent = CliFixture.run(group.words("publish", "sender", "--itch", day.toString()));
                assertThat(sent.code()).as(sent.err()).isZero();
                CliFixture books = first.result().get();
                assertThat(books.code()).as(books.err()).isZero();
                assertThat(books.out()).contains("\"messages\":3000,").contains(digest(day));
                assertThat(second.result().get().code()).as(second.result().get().err()).isZero();
            }
            CliFixture shared = sharing.result().get();
            assertThat(shared.code()).as(shared.err()).isZero();
            assertThat(shared.out()).contains("\"sharedWith\":2,\"cutOff\":0");
        }
        assertThat(copy).hasSameBinaryContentAs(day);
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldLeaveNoSocketWhenItIsInterrupted() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        Path socket = directory.resolve("s");
        Background<CliFixture> sharing = start(group.words("subscribe", "receiver-1", "--share", socket.toString(),
                "--json"));
        try (sharing) { // the end of which interrupts it
            await(() -> Files.exists(socket) || sharing.result().isDone());
        }
        CliFixture end = sharing.result().get();
        assertThat(end.code()).as(end.err()).isEqualTo(130);
        assertThat(end.outLines()).singleElement().asString().contains("\"ok\":false,\"error\":\"interrupted\"");
        assertThat(socket).doesNotExist();
    }

    @Test
    void shouldNotTellLocalProcessesThatAFeedIsOverWhichIsNot() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        Path socket = directory.resolve("s");
        try (PipedOutputStream typed = new PipedOutputStream(); PipedInputStream pipe = new PipedInputStream(typed)) {
            Background<CliFixture> sharing = start(group.words("subscribe", "receiver-1", "--share",
                    socket.toString(), "--share-await", "2", "--json"));
            Background<CliFixture> publishing = Background.start("test-publish",
                    () -> CliFixture.runWith(pipe, group.words("publish", "sender", "-")));
            try (publishing) {
                Background<CliFixture> reading;
                try (sharing) {
                    await(() -> Files.exists(socket) || sharing.result().isDone());
                    Path copy = directory.resolve("copy");
                    reading = start("feed", "read", "--json", "--output", copy.toString(), socket.toString());
                    try (FanClient seen = FanClient.connect(socket)) {
                        typed.write("one\n".getBytes(UTF_8));
                        typed.flush();
                        assertThat(seen.next()).isNotNull();
                    }
                }
                CliFixture read = reading.result().get();
                assertThat(read.code()).as(read.err()).isEqualTo(1);
                assertThat(read.err()).contains("the subscriber ended before the session did");
                assertThat(sharing.result().get().code()).isEqualTo(130);
            }
        }
    }

    @Test
    void shouldTellWhereAnItchFileIsWrong() throws Exception {
        Path day = day(100);
        byte[] bytes = Files.readAllBytes(day);
        Files.write(day, Arrays.copyOf(bytes, bytes.length - 1));
        CliFixture run = CliFixture.run("feed", "books", day.toString());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.errLines()).singleElement().asString().isEqualTo("track feed books: " + day + ": at byte "
                + (bytes.length - 14) + ": a message 'S' of 12 bytes is announced, and the file ends after 11");
    }

    private static Background<CliFixture> publish(Group group, Path day) {
        return start(group.words("publish", "sender", "--itch", "--session", "AB", day.toString()));
    }

    private Path day(int messages) throws IOException {
        Path day = directory.resolve("day.itch");
        CliFixture made = CliFixture.run("feed", "generate", "--messages", String.valueOf(messages), "--out",
                day.toString());
        assertThat(made.code()).as(made.err()).isZero();
        return day;
    }

    private static String digest(Path day) throws IOException {
        return "\"booksDigest\":\"" + FeedBooksCommand.read(day, Long.MAX_VALUE).digest() + "\"";
    }

    private static Background<CliFixture> start(String... words) {
        return Background.start("test-" + words[0], () -> CliFixture.run(words));
    }

    private static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
