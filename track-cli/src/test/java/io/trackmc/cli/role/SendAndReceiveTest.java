package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.task.Background;
import io.trackmc.repairhead.RepairHead;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} and {@code receiver} as commands, with a repair head between them. */
class SendAndReceiveTest {

    private static final int BYTES = 300_000;

    @TempDir
    Path directory;

    @Test
    void shouldBringAFileToEveryReceiver() throws Exception {
        Group group = Group.create(directory.resolve("group"), 2, 1);
        Path file = Files.write(directory.resolve("photo.jpg"), content());
        Path inbox = Files.createDirectory(directory.resolve("inbox"));
        Path copy = directory.resolve("copy");
        try (RepairHead head = group.repairHead("rh-1");
                Background<CliFixture> first = start(group.words("receiver", "receiver-1", "--once", "--json",
                        "--output", copy.toString()));
                Background<CliFixture> second = start(group.words("receiver", "receiver-2", "--once", "--output",
                        inbox.toString()))) {
            CliFixture sent = CliFixture.run(group.words("send", "sender", "--await", "2", "--json", file.toString()));
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(sent.outLines()).singleElement().asString()
                    .startsWith("{\"command\":\"send\",\"ok\":true,\"bytes\":300000,\"sha256\":\"")
                    .contains(
                            "\"expectedReceivers\":2,\"confirmedReceivers\":2,\"lateReceivers\":0,\"failedReceivers\":[],\"expelledReceivers\":[],\"seconds\":")
                    .contains("\"megabytesPerSecond\":");
            CliFixture one = first.result().get();
            assertThat(one.code()).as(one.err()).isZero();
            assertThat(one.outLines()).singleElement().asString()
                    .startsWith("{\"command\":\"receiver\",\"ok\":true,\"bytes\":300000,\"sha256\":\"")
                    .contains("\"complete\":true,\"gaps\":0,").contains("\"parent\":\"rh-1\",\"failovers\":0,"
                            + "\"failoverMillis\":null,\"drops\":{");
            CliFixture two = second.result().get();
            assertThat(two.code()).as(two.err()).isZero();
            assertThat(two.outLines()).singleElement().asString()
                    .startsWith(inbox.resolve("photo.jpg") + ": 300.0 kB, sha256 ");
            assertThat(head.status().keysHeld()).isNotEmpty();
        }
        assertThat(copy).hasBinaryContent(content());
        assertThat(inbox.resolve("photo.jpg")).hasBinaryContent(content());
        try (var files = Files.list(inbox)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldPassStandardInputOnToStandardOutput() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        try (Background<CliFixture> receiver = start(group.words("receiver", "receiver-1", "--once", "--output",
                "-"))) {
            CliFixture sent = CliFixture.runWith(new ByteArrayInputStream("from a pipe".getBytes(
                    java.nio.charset.StandardCharsets.UTF_8)), group.words("send", "sender", "-"));
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(sent.outLines()).singleElement().asString().startsWith("11 B in ").contains(
                    "; 1 of 1 receivers confirmed; ");
            CliFixture received = receiver.result().get();
            assertThat(received.code()).as(received.err()).isZero();
            assertThat(received.out()).isEqualTo("from a pipe");
        }
    }

    @Test
    void shouldGiveUpWhenReceiversDoNotCome() throws IOException {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        Path file = Files.write(directory.resolve("photo.jpg"), content());
        CliFixture sent = CliFixture
                .run(group.words("send", "sender", "--timeout", "300ms", "--json", file.toString()));
        assertThat(sent.code()).isEqualTo(1);
        assertThat(sent.errLines()).singleElement().asString()
                .startsWith("track send: only 0 of 1 receivers were there after 0.3 s; are the others running");
        assertThat(sent.outLines()).singleElement().asString()
                .startsWith("{\"command\":\"send\",\"ok\":false,\"error\":\"only 0 of 1")
                .contains("\"bytes\":null").contains("\"expectedReceivers\":1,\"confirmedReceivers\":null");
    }

    @Test
    void shouldGoOnWithTheNextSessionAfterAFileThatFailed() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        Path inbox = Files.createDirectory(directory.resolve("inbox"));
        Path file = Files.write(directory.resolve("photo.jpg"), content());
        Background<CliFixture> receiver = start(group.words("receiver", "receiver-1", "--json", "--output",
                inbox.toString()));
        try (receiver) { // the end of which interrupts it
            CliFixture broken = CliFixture.runWith(new BrokenPipe(100_000), group.words("send", "sender", "-"));
            assertThat(broken.code()).isEqualTo(1);
            CliFixture sent = CliFixture.run(group.words("send", "sender", file.toString()));
            assertThat(sent.code()).as(sent.err()).isZero();
        }
        CliFixture end = receiver.result().get();
        assertThat(end.code()).as(end.err()).isEqualTo(1);
        assertThat(end.err()).contains("before the end of the file; waiting for the next session")
                .endsWith("track receiver: interrupted; 1 of 2 files failed" + System.lineSeparator());
        assertThat(end.outLines()).singleElement().asString().contains("\"complete\":false");
        assertThat(inbox.resolve("photo.jpg")).hasBinaryContent(content());
        try (var files = Files.list(inbox)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void shouldEndIncompleteWhenTheSenderGivesUp() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        Path copy = directory.resolve("copy");
        try (Background<CliFixture> receiver = start(group.words("receiver", "receiver-1", "--once", "--json",
                "--output", copy.toString()))) {
            CliFixture sent = CliFixture.runWith(new BrokenPipe(100_000), group.words("send", "sender", "-"));
            assertThat(sent.code()).isEqualTo(1);
            assertThat(sent.errLines()).singleElement().asString().isEqualTo("track send: the pipe broke");
            CliFixture received = receiver.result().get();
            assertThat(received.code()).as(received.err()).isEqualTo(1);
            assertThat(received.err()).contains("the sender gave up before the end of the file");
            assertThat(received.outLines()).singleElement().asString().contains("\"complete\":false");
        }
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("group");
        }
    }

    private static Background<CliFixture> start(String... words) {
        return Background.start("test-" + words[0], () -> CliFixture.run(words));
    }

    private static byte[] content() {
        byte[] content = new byte[BYTES];
        new Random(1).nextBytes(content);
        return content;
    }

    /** Standard input that fails after a while. */
    private static final class BrokenPipe extends InputStream {

        private int left;

        BrokenPipe(int bytes) {
            left = bytes;
        }

        @Override
        public int read() throws IOException {
            return read(new byte[1], 0, 1) < 0 ? -1 : 0;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left <= 0) {
                throw new IOException("the pipe broke");
            }
            int taken = Math.min(left, length);
            left -= taken;
            return taken;
        }
    }
}
