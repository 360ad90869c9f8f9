package io.trackmc.cli.role;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.cli.CliFixture;
import io.trackmc.cli.task.Background;
import io.trackmc.repairhead.RepairHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories by {@code send} and {@code receiver} as commands. */
class SendSetTest {

    @TempDir
    Path directory;

    private Path tree;

    @BeforeEach
    void makeTree() throws IOException {
        tree = Files.createDirectories(directory.resolve("release"));
        Files.createDirectories(tree.resolve("doc/empty"));
        Files.write(tree.resolve("image"), content(400_000, 1));
        Files.write(tree.resolve("doc/README"), content(1000, 2));
    }

    @Test
    void shouldBringADirectoryToEveryReceiver() throws Exception {
        Group group = Group.create(directory.resolve("group"), 2, 1);
        Path status = directory.resolve("status");
        try (RepairHead _ = group.repairHead("rh-1");
                Background<CliFixture> first = receiver(group, "receiver-1", "--once", "--json");
                Background<CliFixture> second = receiver(group, "receiver-2", "--once")) {
            CliFixture sent = CliFixture.run(group.words("send", "sender", "--await", "2", "--json", "--status",
                    status.toString(), tree.toString()));
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(sent.outLines()).singleElement().asString()
                    .startsWith("{\"command\":\"send\",\"ok\":true,\"bytes\":401000,\"sha256\":\"")
                    .contains("\"confirmedReceivers\":2,")
                    .endsWith("\"files\":2,\"passes\":1,\"skippedFiles\":[],"
                            + "\"receivers\":[{\"name\":\"rh-1\",\"state\":\"complete\",\"receiversBelow\":2}]}");
            CliFixture one = first.result().get();
            assertThat(one.code()).as(one.err()).isZero();
            assertThat(one.outLines()).singleElement().asString()
                    .startsWith("{\"command\":\"receiver\",\"ok\":true,\"bytes\":401000,\"sha256\":\"")
                    .endsWith("\"files\":2,\"keptFiles\":0,\"resumedBytes\":0,\"failedFiles\":[]}");
            CliFixture two = second.result().get();
            assertThat(two.code()).as(two.err()).isZero();
            assertThat(two.out()).contains("(2 files): 401.0 kB, sha256 ");
        }
        assertSame("receiver-1");
        assertSame("receiver-2");
        List<String> lines = Files.readAllLines(status);
        assertThat(lines.getFirst()).startsWith("{\"timeMillis\":").contains("\"phase\":\"waiting\"");
        assertThat(lines.getLast()).contains("\"phase\":\"done\"", "\"totalBytes\":401000",
                "\"standings\":[{\"name\":\"rh-1\"");
    }

    @Test
    void shouldSendNothingToReceiversThatHaveAll() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        try (Background<CliFixture> _ = receiver(group, "receiver-1")) {
            CliFixture first = CliFixture.run(group.words("send", "sender", tree.toString()));
            assertThat(first.code()).as(first.err()).isZero();
            assertThat(first.outLines()).last().asString().isEqualTo("receiver-1: complete");
            Object before = Files.getAttribute(inbox("receiver-1").resolve("release/image"), "unix:ctime");
            CliFixture again = CliFixture.run(group.words("send", "sender", "--status", "-", tree.toString()));
            assertThat(again.code()).as(again.err()).isZero();
            assertThat(again.err()).endsWith("receiver-1: complete" + System.lineSeparator());
            assertThat(again.outLines()).allMatch(line -> line.startsWith("{\"timeMillis\":"));
            assertThat(Files.getAttribute(inbox("receiver-1").resolve("release/image"), "unix:ctime"))
                    .isEqualTo(before);
        }
        assertSame("receiver-1");
    }

    @Test
    void shouldFailOneFileOfOneReceiverAndTakeAllOthers() throws Exception {
        Group group = Group.create(directory.resolve("group"), 2, 0);
        Path taken = Files.createDirectories(inbox("receiver-2").resolve("release"));
        Files.writeString(taken.resolve("image"), "mine");
        try (Background<CliFixture> first = receiver(group, "receiver-1", "--once");
                Background<CliFixture> second = receiver(group, "receiver-2", "--once", "--json")) {
            CliFixture sent = CliFixture.run(
                    group.words("send", "sender", "--await", "2", "--json", "--passes", "3", tree.toString()));
            assertThat(sent.code()).isEqualTo(1);
            assertThat(sent.outLines()).singleElement().asString()
                    .contains("\"ok\":false", "\"confirmedReceivers\":1,", "\"passes\":1,")
                    .contains("\"receivers\":[{\"name\":\"receiver-1\",\"state\":\"complete\"},"
                            + "{\"name\":\"receiver-2\",\"state\":\"failed\",\"reason\":\"left\"}]");
            assertThat(first.result().get().code()).isZero();
            CliFixture two = second.result().get();
            assertThat(two.code()).isEqualTo(1);
            assertThat(two.err()).contains(
                    "track receiver: release/image: a file with other content is in its place");
            assertThat(two.outLines()).singleElement().asString().contains("\"complete\":false",
                    "\"failedFiles\":[{\"name\":\"release/image\",\"reason\":\"a file with other content");
        }
        assertSame("receiver-1");
        assertThat(taken.resolve("image")).hasContent("mine");
        assertThat(taken.resolve("doc/README")).hasBinaryContent(content(1000, 2));
    }

    @Test
    void shouldRefuseLinksUnlessToldToLeaveThemOut() throws Exception {
        Files.createSymbolicLink(tree.resolve("link"), Path.of("image"));
        Group group = Group.create(directory.resolve("group"), 1, 0);
        CliFixture refused = CliFixture.run(group.words("send", "sender", tree.toString()));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.errLines()).singleElement().asString()
                .endsWith("release/link: a symbolic link; cannot be sent (--skip-special sends the rest)");
        try (Background<CliFixture> receiver = receiver(group, "receiver-1", "--once")) {
            CliFixture sent = CliFixture.run(group.words("send", "sender", "--skip-special", tree.toString()));
            assertThat(sent.code()).as(sent.err()).isZero();
            assertThat(sent.err()).contains("track send: left out: ");
            assertThat(receiver.result().get().code()).isZero();
        }
        Files.delete(tree.resolve("link"));
        assertSame("receiver-1");
    }

    @Test
    void shouldTellWhatItWouldSendAndSendNothing() throws Exception {
        Group group = Group.create(directory.resolve("group"), 1, 0);
        CliFixture told = CliFixture.run(group.words("send", "sender", "--dry-run", tree.toString()));
        assertThat(told.code()).as(told.err()).isZero();
        assertThat(told.outLines()).containsExactly("release/", "release/doc/", "release/doc/README  1.0 kB",
                "release/doc/empty/", "release/image  400.0 kB",
                "2 files and 3 directories, 401.0 kB, would be sent as a set; nothing was sent");
        CliFixture json = CliFixture.run(group.words("send", "sender", "--dry-run", "--json", tree.toString()));
        assertThat(json.outLines()).singleElement().asString().contains("\"ok\":true,\"bytes\":401000,\"sha256\":null,",
                "\"expectedReceivers\":null,", "\"files\":2,\"passes\":null,\"skippedFiles\":[],");
        CliFixture one = CliFixture.run(
                group.words("send", "sender", "--dry-run", tree.resolve("image").toString()));
        assertThat(one.outLines()).singleElement().asString()
                .endsWith("image: 400.0 kB would be sent as one stream; nothing was sent");
        assertThat(CliFixture.run(group.words("send", "sender", "--dry-run", "-")).code()).isEqualTo(2);
    }

    @Test
    void shouldTellAllThatCannotBeSent() throws Exception {
        Files.createSymbolicLink(tree.resolve("link"), Path.of("image"));
        Files.writeString(tree.resolve("doc/a\\b"), "");
        Group group = Group.create(directory.resolve("group"), 1, 0);
        CliFixture refused = CliFixture.run(group.words("send", "sender", "--dry-run", tree.toString()));
        assertThat(refused.code()).isEqualTo(2);
        assertThat(refused.err()).contains("cannot be sent: ", "release/link: a symbolic link", "a backslash");
        CliFixture rest = CliFixture.run(
                group.words("send", "sender", "--dry-run", "--skip-special", tree.toString()));
        assertThat(rest.code()).isZero();
        assertThat(rest.outLines()).last().asString().startsWith("2 files and 3 directories");
        assertThat(rest.err()).contains("release/link: a symbolic link");
    }

    private Background<CliFixture> receiver(Group group, String name, String... more) throws IOException {
        Files.createDirectories(inbox(name));
        String[] words = Stream.concat(Stream.of("--output", inbox(name).toString()), Stream.of(more))
                .toArray(String[]::new);
        return Background.start("test-" + name, () -> CliFixture.run(group.words("receiver", name, words)));
    }

    private Path inbox(String name) {
        return directory.resolve(name);
    }

    private void assertSame(String receiver) throws IOException {
        try (Stream<Path> all = Files.walk(tree); Stream<Path> come = Files.walk(inbox(receiver).resolve("release"))) {
            List<Path> expected = all.map(directory::relativize).sorted().toList();
            assertThat(come.map(inbox(receiver)::relativize).sorted().toList()).isEqualTo(expected);
            for (Path each : expected) {
                if (Files.isRegularFile(directory.resolve(each))) {
                    assertThat(inbox(receiver).resolve(each)).hasSameBinaryContentAs(directory.resolve(each));
                }
            }
        }
        assertThat(inbox(receiver).resolve(".track-part")).doesNotExist();
    }

    private static byte[] content(int size, long seed) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }
}
