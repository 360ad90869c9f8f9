package io.trackmc.cli.fileset;

import static io.trackmc.cli.fileset.SetFixture.content;
import static io.trackmc.cli.fileset.SetFixture.incoming;
import static io.trackmc.cli.fileset.SetFixture.messages;
import static io.trackmc.cli.fileset.SetFixture.names;
import static io.trackmc.cli.fileset.SetFixture.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.cli.file.FileTally;
import io.trackmc.cli.file.FileTransferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A tree over a list of messages: whole and verified below its directory, in whatever order and in however many pieces it comes. */
class FileSetTest {

    @TempDir
    Path directory;

    private Path tree;
    private Path inbox;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void makeTree() throws IOException {
        tree = SetFixture.tree(directory.resolve("from"));
        inbox = Files.createDirectory(directory.resolve("inbox"));
    }

    @Test
    void shouldBringATreeWithAllThatIsInIt() throws Exception {
        Path tool = tree.resolve("bin/tool");
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.setLastModifiedTime(tool, FileTime.fromMillis(1_000_000_000_123L));
        Files.setLastModifiedTime(tree.resolve("doc/empty"), FileTime.fromMillis(1_100_000_000_000L));
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(take(set, messages(1, tree))).isTrue();
            assertThat(set.isComplete()).isTrue();
            assertThat(set.tally()).isEqualTo(new FileTally(4, 0, 0, List.of()));
            assertThat(set.bytes()).isEqualTo(266_536);
            assertThat(set.place()).isEqualTo(inbox.toRealPath() + " (4 files)");
        }
        assertSameTree();
        Path copy = inbox.resolve("release/bin/tool");
        assertThat(Files.getLastModifiedTime(copy).toMillis()).isEqualTo(1_000_000_000_123L);
        assertThat(Files.getLastModifiedTime(inbox.resolve("release/doc/empty")).toMillis())
                .isEqualTo(1_100_000_000_000L);
        assertThat(Preserve.mode(copy)).isEqualTo(0777 & Preserve.allowed(usualMode()));
        assertThat(lines).isEmpty();
    }

    @Test
    void shouldHaveOneDigestOnBothSides() throws Exception {
        OutgoingSet.Outcome sent = OutgoingSet.read(SetScan.of(List.of(tree)), _ -> {})
                .send(new SetFixture.Recorder(0), 1, (_, _) -> {});
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            take(set, messages(1, tree));
            assertThat(set.sha256()).isEqualTo(sent.sent().sha256()).hasSize(64);
            assertThat(set.bytes()).isEqualTo(sent.sent().bytes());
        }
    }

    @Test
    void shouldFillHolesByAnotherPass() throws Exception {
        List<byte[]> twice = messages(2, tree);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            int pass = twice.size() / 2;
            List<byte[]> first = new ArrayList<>(twice.subList(0, pass));
            first.remove(3);
            assertThat(take(set, first)).isFalse();
            assertThat(set.isComplete()).isFalse();
            assertThat(take(set, twice.subList(pass, twice.size()))).isTrue();
        }
        assertSameTree();
        assertThat(lines).singleElement().asString()
                .startsWith("pass 1 is over: 1 of 8 files and directories are incomplete");
    }

    @Test
    void shouldWaitForTheListWhenItComesLate() throws Exception {
        List<byte[]> twice = messages(2, tree);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(take(set, twice.subList(4, twice.size()))).isTrue();
        }
        assertSameTree();
    }

    @Test
    void shouldGoOnWhereItWasAfterARestart() throws Exception {
        List<byte[]> messages = messages(1, tree);
        int middle = messages.size() - 4;
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            take(set, messages.subList(0, 4));
        }
        assertThat(Preserve.mode(inbox.resolve(PartDirectory.NAME))).isEqualTo(0700);
        List<byte[]> rest = new ArrayList<>(messages.subList(0, 2));
        rest.addAll(messages.subList(4, messages.size()));
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(middle).isPositive();
            assertThat(take(set, rest)).isTrue();
            assertThat(set.tally().resumedBytes()).isEqualTo(2 * SetMessages.CHUNK_BYTES);
        }
        assertSameTree();
    }

    @Test
    void shouldTakeAllAgainWhenWhatWasKeptIsDamaged() throws Exception {
        List<byte[]> messages = messages(1, tree);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            take(set, messages.subList(0, 4));
        }
        Path part = onlyFile(inbox.resolve(PartDirectory.NAME), ".part");
        byte[] damaged = Files.readAllBytes(part);
        damaged[70_000] ^= 1;
        Files.write(part, damaged);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(take(set, messages)).isFalse();
            assertThat(lines).anyMatch(line -> line.contains("another SHA-256 than announced"));
            assertThat(take(set, messages)).isTrue();
        }
        assertSameTree();
    }

    @Test
    void shouldNotBelieveADamagedMap() throws Exception {
        List<byte[]> messages = messages(1, tree);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            take(set, messages.subList(0, 4));
        }
        Path map = onlyFile(inbox.resolve(PartDirectory.NAME), ".map");
        byte[] damaged = Files.readAllBytes(map);
        damaged[damaged.length - 33] ^= 8;
        Files.write(map, damaged);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(take(set, messages)).isTrue();
            assertThat(set.tally().resumedBytes()).isZero();
        }
        assertSameTree();
    }

    @Test
    void shouldNotWriteAgainWhatIsThereAlready() throws Exception {
        List<byte[]> messages = messages(1, tree);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            take(set, messages);
        }
        Object before = Files.getAttribute(inbox.resolve("release/bin/tool"), "unix:ctime");
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(take(set, messages.subList(0, 2))).as("confirmed with the list").isTrue();
            assertThat(set.tally()).isEqualTo(new FileTally(4, 4, 0, List.of()));
        }
        assertThat(Files.getAttribute(inbox.resolve("release/bin/tool"), "unix:ctime")).isEqualTo(before);
        assertSameTree();
    }

    @Test
    void shouldRefuseOrReplaceWhatIsThereWithOtherContent() throws Exception {
        Files.createDirectories(inbox.resolve("release/doc"));
        Files.writeString(inbox.resolve("release/doc/README"), "mine");
        List<byte[]> messages = messages(1, tree);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> take(set, messages))
                    .withMessage("1 of 8 failed");
            assertThat(set.tally().failed()).containsExactly(new FileTally.Failed("release/doc/README",
                    "a file with other content is in its place (--existing replace replaces it)"));
        }
        assertThat(inbox.resolve("release/doc/README")).hasContent("mine");
        assertThat(inbox.resolve("release/bin/tool")).as("the others came").hasBinaryContent(content(200_000, 1));
        try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
            assertThat(take(set, messages)).isTrue();
        }
        assertSameTree();
    }

    @Test
    void shouldFailAFileWhosePlaceIsTakenMeanwhile() throws Exception {
        List<byte[]> messages = messages(1, tree);
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            take(set, messages.subList(0, 2));
            Files.createDirectory(inbox.resolve("release/doc/README"));
            Files.writeString(inbox.resolve("release/bin/tool"), "mine");
            assertThatExceptionOfType(FileTransferException.class)
                    .isThrownBy(() -> take(set, messages.subList(2, messages.size()))).withMessage("2 of 8 failed");
            assertThat(set.tally().files()).isEqualTo(2);
            assertThat(set.bytes()).isEqualTo(65_536);
        }
        assertThat(inbox.resolve("release/bin/tool")).hasContent("mine");
        assertThat(inbox.resolve(PartDirectory.NAME)).as("nothing is kept of what failed").doesNotExist();
    }

    @Test
    void shouldTakeManySmallFiles() throws Exception {
        Path many = Files.createDirectories(tree.resolve("many"));
        for (int i = 0; i < 3 * Placer.MOST_WAITING; i++) {
            Files.writeString(many.resolve("file" + i), "content " + i);
        }
        try (IncomingSet set = incoming(inbox, Existing.REFUSE, lines)) {
            assertThat(take(set, messages(1, tree))).isTrue();
            assertThat(set.tally().files()).isEqualTo(3 * Placer.MOST_WAITING + 4);
        }
        assertSameTree();
    }

    @Test
    void shouldNotLetTwoReceiversInOneDirectory() throws Exception {
        List<byte[]> messages = messages(1, tree);
        try (IncomingSet first = incoming(inbox, Existing.REFUSE, lines);
                IncomingSet second = incoming(inbox, Existing.REFUSE, lines)) {
            take(first, messages.subList(0, 3));
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> take(second, messages))
                    .withMessageEndingWith("another receiver takes a set of files in this directory");
            assertThat(take(first, messages.subList(3, messages.size()))).isTrue();
        }
        assertSameTree();
    }

    @Test
    void shouldPutASetOfOneFileWhereItsReceiverWants() throws Exception {
        Path place = inbox.resolve("copy");
        Files.writeString(place, "old");
        try (IncomingSet set = IncomingSet.below(inbox, "copy", Existing.REPLACE, Preserve.NONE, lines::add)) {
            assertThat(take(set, messages(1, tree.resolve("doc/README")))).isTrue();
        }
        assertThat(place).hasBinaryContent(content(1000, 2));
        try (IncomingSet set = IncomingSet.below(inbox, "copy", Existing.REPLACE, Preserve.NONE, lines::add)) {
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> take(set, messages(1, tree)))
                    .withMessageStartingWith("--output names one file");
        }
        assertThat(names(inbox)).containsExactly("copy");
    }

    @Test
    void shouldStopAPassWhenEverybodyHasEverything() throws Exception {
        SetFixture.Recorder soon = new SetFixture.Recorder(2);
        OutgoingSet.Outcome sent = OutgoingSet.read(SetScan.of(List.of(tree)), _ -> {}).send(soon, 3, (_, _) -> {});
        assertThat(sent.passes()).isOne();
        assertThat(soon.messages).as("list, a mark, the end, a mark").hasSize(5)
                .noneMatch(message -> message[0] == SetMessages.CHUNK);
    }

    @Test
    void shouldRefuseToSendLinksAndStrangeNames() throws Exception {
        Files.createSymbolicLink(tree.resolve("doc/link"), Path.of("/etc"));
        Files.writeString(tree.resolve("bin/a\\b"), "");
        SetScan scan = SetScan.of(List.of(tree));
        assertThat(scan.refused()).hasSize(2).anyMatch(line -> line.endsWith("doc/link: a symbolic link"))
                .anyMatch(line -> line.contains("backslash"));
        assertThat(scan.files()).noneMatch(file -> file.name().contains("link"));
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> SetScan.of(List.of(directory.resolve("no"))));
        assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> SetScan.of(List.of(tree, tree)))
                .withMessageEndingWith("another path has the name release already");
    }

    @Test
    void shouldNotSendAFileThatChangesMeanwhile() throws Exception {
        OutgoingSet set = OutgoingSet.read(SetScan.of(List.of(tree)), _ -> {});
        Files.write(tree.resolve("bin/tool"), content(200_001, 1));
        assertThatExceptionOfType(FileTransferException.class)
                .isThrownBy(() -> set.send(new SetFixture.Recorder(0), 1, (_, _) -> {}))
                .withMessageEndingWith("bin/tool: changed while it was being sent");
    }

    private void assertSameTree() throws IOException {
        List<String> expected = names(tree.getParent());
        assertThat(names(inbox)).isEqualTo(expected);
        for (String name : expected) {
            Path from = tree.getParent().resolve(name);
            if (Files.isRegularFile(from)) {
                assertThat(inbox.resolve(name)).hasSameBinaryContentAs(from);
            } else {
                assertThat(inbox.resolve(name)).isDirectory();
            }
        }
    }

    private int usualMode() throws IOException {
        return Preserve.mode(Files.writeString(directory.resolve("usual"), ""));
    }

    private static Path onlyFile(Path parts, String suffix) throws IOException {
        return parts.resolve(names(parts).stream().filter(name -> name.endsWith(suffix)).findFirst().orElseThrow());
    }
}
