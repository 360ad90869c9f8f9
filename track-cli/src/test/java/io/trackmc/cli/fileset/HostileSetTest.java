package io.trackmc.cli.fileset;

import static io.trackmc.cli.fileset.SetFixture.content;
import static io.trackmc.cli.fileset.SetFixture.incoming;
import static io.trackmc.cli.fileset.SetFixture.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.cli.file.FileDigest;
import io.trackmc.cli.file.FileTransferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sender says that means ill, or has gone mad: nothing of it comes to lie outside, and nothing else breaks. */
class HostileSetTest {

    private static final byte[] CONTENT = content(1000, 1);
    private static final SetEntry GOOD = file("good/file", CONTENT);

    @TempDir
    Path directory;

    private Path inbox;
    private final List<String> lines = new ArrayList<>();

    @BeforeEach
    void makeInbox() throws IOException {
        inbox = Files.createDirectory(directory.resolve("inbox"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../escaped", "a/../../escaped", "/tmp/escaped", "a/./escaped", "a//escaped",
        ".ssh/authorized_keys", ".track-part/lock",
        "a\\..\\escaped", "bell\u0007", "-rf", "a/\u202Efdp.exe"})
    void shouldFailANameThatLeadsElsewhereAndTakeTheOthers(String name) throws IOException {
        try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
            List<byte[]> messages = messages(List.of(GOOD, file(name, CONTENT)), CONTENT);
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> take(set, messages))
                    .withMessage("1 of 2 failed");
            assertThat(set.tally().failed()).singleElement().satisfies(
                    failed -> assertThat(failed.reason()).startsWith("its name "));
        }
        assertThat(SetFixture.names(directory)).containsExactly("inbox", "inbox/good", "inbox/good/file");
        assertThat(lines).noneMatch(line -> line.chars().anyMatch(c -> c < ' ' || c == 0x202E));
    }

    @Test
    void shouldNotGoThroughALinkThatIsThere() throws IOException {
        Path outside = Files.createDirectory(directory.resolve("outside"));
        Files.createSymbolicLink(inbox.resolve("way"), outside);
        Files.createSymbolicLink(inbox.resolve("name"), outside.resolve("file"));
        try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
            List<byte[]> messages = messages(
                    List.of(GOOD, file("way/file", CONTENT), file("name", CONTENT), SetEntry.directory("way", 0777, 0)),
                    CONTENT);
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> take(set, messages))
                    .withMessage("3 of 4 failed");
        }
        assertThat(outside).isEmptyDirectory();
        assertThat(inbox.resolve("good/file")).hasBinaryContent(CONTENT);
        assertThat(lines).hasSize(3).anyMatch(line -> line.endsWith("a symbolic link, which is not followed"))
                .anyMatch(line -> line.equals("name: a symbolic link is in its place"));
    }

    @Test
    void shouldNotTakeAnOrderedAttackOnItsOwnFiles() throws IOException {
        Files.createSymbolicLink(inbox.resolve(PartDirectory.NAME),
                Files.createDirectory(directory.resolve("outside")));
        try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
            assertThatExceptionOfType(FileTransferException.class)
                    .isThrownBy(() -> take(set, messages(List.of(GOOD), CONTENT)))
                    .withMessageContaining("found something else than a directory");
        }
        assertThat(directory.resolve("outside")).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAListThatContradictsItself() throws IOException {
        for (List<SetEntry> entries : List.of(List.of(GOOD, GOOD), List.of(file("good", CONTENT), GOOD),
                List.of(SetEntry.directory("good/file", 0755, 0), GOOD))) {
            try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
                assertThatExceptionOfType(FileTransferException.class)
                        .isThrownBy(() -> take(set, messages(entries, CONTENT)))
                        .withMessageContaining("twice, or as a file with something in it");
            }
        }
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void shouldNotMakeDirectoriesWithoutEndForAShortList() throws IOException {
        String deep = "/d".repeat(EntryName.MAX_DEPTH - 2);
        assertRefused(messages(List.of(file("a" + deep + "/f", CONTENT), file("b" + deep + "/f", CONTENT)), CONTENT),
                "directories that it does not list");
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void shouldRefuseAListThatIsNotTheOneAnnounced() throws IOException {
        List<byte[]> messages = messages(List.of(GOOD), CONTENT);
        messages.get(1)[SetMessages.ENTRIES_HEADER + 5] ^= 1;
        assertRefused(messages, "is not the one that it announced");
        List<byte[]> more = messages(List.of(GOOD, file("other", CONTENT)), CONTENT);
        more.set(0, messages(List.of(GOOD), CONTENT).getFirst());
        assertRefused(more, "and lists more");
        List<byte[]> two = messages(List.of(GOOD), CONTENT);
        two.add(messages(List.of(file("other", CONTENT)), CONTENT).getFirst());
        assertRefused(two, "another set of files in the same session");
    }

    @Test
    void shouldRefuseToHoldMoreThanItTakes() throws IOException {
        for (SetMessages.Announced set : List.of(announced(1 << 16, SetMessages.MAX_ENTRIES + 1, 0), announced(0, 1, 0),
                announced(SetMessages.MOST_CHUNK_BYTES + 1, 1, 0), announced(1 << 16, -1, 0),
                announced(1 << 16, 1, -1))) {
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> {
                byte[] message = SetMessages.set(set);
                SetMessages.set(message, 0, message.length);
            });
        }
        byte[] other = SetMessages.set(announced(1 << 16, 1, 0));
        other[1] = 2;
        assertRefused(List.of(other), "of another format");
        SetEntry endless = SetEntry.file("endless", Long.MAX_VALUE, 0644, 0, GOOD.sha256());
        assertRefused(messages(List.of(endless), CONTENT), "belongs to no set");
        assertThat(inbox).isEmptyDirectory();
    }

    @Test
    void shouldRefuseChunksOutOfTheirPlaces() throws IOException {
        for (long[] wrong : new long[][] {{1, 0, 1000}, {0, 1, 999}, {0, 1 << 16, 1000}, {0, -1, 1000}, {0, 0, 999},
            {0, 0, 1001}, {-1, 0, 1000}, {0, Long.MIN_VALUE, 1000}}) {
            List<byte[]> messages = messages(List.of(GOOD), CONTENT).subList(0, 2);
            List<byte[]> with = new ArrayList<>(messages);
            with.add(chunk((int) wrong[0], wrong[1], content((int) wrong[2], 2)));
            assertRefused(with, "belongs to no set");
        }
    }

    @Test
    void shouldNotPlaceContentThatIsNotTheOneAnnounced() throws IOException {
        List<byte[]> messages = messages(List.of(GOOD), content(1000, 2));
        try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
            assertThat(take(set, messages)).isFalse();
            assertThat(set.missing()).startsWith("1 of 1 files and directories are incomplete");
        }
        assertThat(SetFixture.names(inbox)).as("a directory that waits for its file, and the note of it")
                .containsExactly(
                        ".track-part", ".track-part/directories", ".track-part/lock", "good");
    }

    /** Bits turned, ends cut off, messages exchanged: a line and an exception, never another one, and never a file outside. */
    @Test
    void shouldSurviveMessagesThatWereTurnedAtRandom() throws IOException {
        List<SetEntry> entries = List.of(GOOD, file("b", CONTENT), SetEntry.directory("d/e", 0755, 5));
        for (long seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            List<byte[]> messages = messages(entries, CONTENT);
            for (int i = random.nextInt(3); i >= 0; i--) {
                int at = random.nextInt(messages.size());
                messages.set(at, turned(messages.get(at), random));
            }
            try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
                take(set, messages);
            } catch (FileTransferException e) {
                assertThat(e.getMessage()).as("seed " + seed).isNotBlank();
            }
        }
        assertThat(SetFixture.names(directory)).allMatch(name -> name.startsWith("inbox"));
    }

    /** Lists that are well made, of names, modes, times and sizes that are not. */
    @Test
    void shouldSurviveEntriesMadeAtRandom() throws IOException {
        for (long seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            List<SetEntry> entries = new ArrayList<>();
            for (int i = random.nextInt(6); i >= 0; i--) {
                entries.add(randomEntry(random));
            }
            try (IncomingSet set = incoming(inbox, random.nextBoolean() ? Existing.REPLACE : Existing.REFUSE, lines)) {
                take(set, messages(entries, CONTENT));
            } catch (FileTransferException e) {
                assertThat(e.getMessage()).as("seed " + seed).isNotBlank();
            }
        }
        assertThat(SetFixture.names(directory)).allMatch(name -> name.startsWith("inbox"));
    }

    private static SetEntry randomEntry(Random random) {
        String[] parts = {"a", "b", ".", "..", "", "/", ".c", "\\", "\0", "\u202E", "x".repeat(random.nextInt(300)),
            "\uD800"};
        StringBuilder name = new StringBuilder("n");
        for (int i = random.nextInt(5); i > 0; i--) {
            name.append(random.nextBoolean() ? "/" : "").append(parts[random.nextInt(parts.length)]);
        }
        long[] times = {0, SetEntry.MOST_MODIFIED_MS, -SetEntry.MOST_MODIFIED_MS, Long.MIN_VALUE, Long.MAX_VALUE};
        long time = times[random.nextInt(times.length)];
        int mode = random.nextInt(4) == 0 ? SetEntry.NO_MODE : random.nextInt(0777) | 0700;
        if (random.nextInt(3) == 0) {
            return SetEntry.directory(name.toString(), mode, time);
        }
        long[] sizes = {CONTENT.length, CONTENT.length, 0, 1, Long.MAX_VALUE, 1L << 40};
        return SetEntry.file(name.toString(), sizes[random.nextInt(sizes.length)], mode, time, GOOD.sha256());
    }

    private static byte[] turned(byte[] message, Random random) {
        byte[] turned = Arrays.copyOf(message, Math.max(1, message.length));
        switch (random.nextInt(3)) {
            case 0 -> turned[random.nextInt(turned.length)] ^= (byte) (1 << random.nextInt(8));
            case 1 -> turned = Arrays.copyOf(turned, random.nextInt(turned.length + 2));
            default -> random.nextBytes(turned);
        }
        return turned;
    }

    private void assertRefused(List<byte[]> messages, String why) throws IOException {
        try (IncomingSet set = incoming(inbox, Existing.REPLACE, lines)) {
            assertThatExceptionOfType(FileTransferException.class).isThrownBy(() -> take(set, messages))
                    .withMessageContaining(why);
        }
    }

    private static SetMessages.Announced announced(int chunk, int entries, long bytes) {
        return new SetMessages.Announced(chunk, 1, entries, bytes, GOOD.sha256());
    }

    private static SetEntry file(String name, byte[] content) {
        return SetEntry.file(name, content.length, 0644, 1_000_000_000_000L,
                FileDigest.hex(FileDigest.create().digest(content)));
    }

    /** As a sender would say it that checks nothing; each file has one chunk. */
    private static List<byte[]> messages(List<SetEntry> entries, byte[] content) {
        ByteArrayOutputStream list = new ByteArrayOutputStream();
        entries.forEach(entry -> list.writeBytes(SetMessages.entry(entry)));
        List<byte[]> messages = new ArrayList<>();
        messages.add(SetMessages.set(new SetMessages.Announced(SetMessages.CHUNK_BYTES, 1, entries.size(),
                entries.stream().mapToLong(SetEntry::size).sum(),
                FileDigest.hex(FileDigest.create().digest(list.toByteArray())))));
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(SetMessages.entriesHeader(0));
        message.writeBytes(list.toByteArray());
        messages.add(message.toByteArray());
        for (int i = 0; i < entries.size(); i++) {
            if (!entries.get(i).directory()) {
                messages.add(chunk(i, 0, content));
            }
        }
        messages.add(SetMessages.passEnd(1));
        return messages;
    }

    private static byte[] chunk(int entry, long offset, byte[] content) {
        byte[] chunk = new byte[SetMessages.CHUNK_HEADER + content.length];
        SetMessages.chunkHeader(chunk, entry, offset);
        System.arraycopy(content, 0, chunk, SetMessages.CHUNK_HEADER, content.length);
        return chunk;
    }
}
