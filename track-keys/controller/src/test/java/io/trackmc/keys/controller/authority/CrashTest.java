package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.log.AuditLog;
import io.trackmc.keys.controller.log.LogEntry;
import io.trackmc.keys.controller.log.LogFiles;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.proto.protect.KeyLayer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An authority that is cut off while it makes a rekey, at each byte that it writes: whoever opens it again finds it before the rekey or
 * after it, and after it with the very same bytes.
 */
class CrashTest {

    private static final String OWN = "transport-controller/";
    private static final String LOG = "transport.log";
    private static final String JOURNAL = OWN + ChangeJournal.NAME;
    private static final String REKEY = OWN + "rekeys/00000000000000000002.rekey";
    private static final String STATE = OWN + "tree.state";

    @TempDir
    private Path temporary;

    private Path before;
    private Path after;
    private Path closed;
    private List<byte[]> rekeys;
    private List<LogEntry> log;
    private int copies;

    @BeforeEach
    void crash() {
        TestDeployment deployment = new TestDeployment(temporary.resolve("d"));
        Path directory = deployment.authorities.path();
        try (AuthorityParts parts = OpenParts.open(directory, KeyLayer.TRANSPORT)) {
            OpenParts.expel(parts, "receiver-1", 0);
            OpenParts.announceExpulsion(parts, "rh-2", 10);
            before = OpenParts.copy(directory, temporary.resolve("before"));
            parts.desk().give(parts.office().rekeyWhenDue(1_000));
            after = OpenParts.copy(directory, temporary.resolve("after"));
            rekeys = OpenParts.rekeys(parts);
        }
        closed = OpenParts.copy(directory, temporary.resolve("closed"));
        log = entries(after);
    }

    @Test
    void shouldBeBeforeTheRekeyUntilItsRecordIsWhole() throws IOException {
        long from = size(before, JOURNAL);
        long to = size(after, JOURNAL);
        assertThat(to).isGreaterThan(from);
        for (long length = from; length < to; length += length + 5 < to ? 5 : 1) {
            long cut = length;
            reopened(before, directory -> put(directory, JOURNAL, head(after, JOURNAL, cut)), parts -> {
                assertThat(parts.office().tree().sequence()).isEqualTo(1);
                assertThat(OpenParts.rekeys(parts)).hasSizeLessThan(rekeys.size());
                assertThat(parts.office().rekeyWhenDue(0)).isEmpty();
                assertThat(parts.office().tree().sequence()).as("what had been acknowledged is done").isEqualTo(2);
            });
        }
    }

    @Test
    void shouldBeAfterTheRekeyWhereverTheLogWasCut() throws IOException {
        long from = size(before, LOG);
        long to = size(after, LOG);
        for (long length = from; length < to; length += 97) {
            long cut = length;
            reopened(before, directory -> {
                put(directory, JOURNAL, all(after, JOURNAL));
                put(directory, LOG, head(after, LOG, cut));
            }, this::assertAfter);
        }
    }

    @Test
    void shouldBeAfterTheRekeyWithoutItsFile() throws IOException {
        reopened(after, directory -> delete(directory, REKEY), this::assertAfter);
        reopened(after, _ -> {}, this::assertAfter);
    }

    @Test
    void shouldBeAfterTheRekeyWithTheNewStateAndTheOldJournal() throws IOException {
        reopened(after, directory -> put(directory, STATE, all(closed, STATE)), this::assertAfter);
        reopened(closed, _ -> {}, this::assertAfter);
    }

    @Test
    void shouldFindTheLogWholeThoughOthersWroteIntoItMeanwhile() throws IOException {
        // What keys issue or keys revoke add, while the authority is down.
        long firstLine = from(before, LOG) + firstLineBehind(size(before, LOG));
        reopened(before, directory -> {
            put(directory, JOURNAL, all(after, JOURNAL));
            put(directory, LOG, head(after, LOG, firstLine));
            try (var other = AuditLog.open(directory.resolve(LOG),
                    InstantSource.system(), _ -> {}, _ -> {})) {
                other.append(new LogEntry.Refused("somebody", "something"));
            }
        }, parts -> assertThat(parts.office().tree().sequence()).isEqualTo(2));
    }

    @Test
    void shouldRefuseAFlippedByteAndNameTheFile() throws IOException {
        for (String file : List.of(JOURNAL, REKEY, STATE, LOG)) {
            Path directory = OpenParts.copy(after, temporary.resolve("flipped" + copies++));
            byte[] bytes = all(after, file);
            bytes[bytes.length / 2] ^= 4;
            put(directory, file, bytes);
            assertThatThrownBy(() -> OpenParts.open(directory, KeyLayer.TRANSPORT)).as(file)
                    .isInstanceOf(KeyFileException.class).hasMessageContaining(Path.of(file).getFileName().toString());
        }
    }

    private void assertAfter(AuthorityParts parts) {
        assertThat(parts.office().tree().sequence()).isEqualTo(2);
        assertThat(OpenParts.rekeys(parts)).containsExactly(rekeys.toArray(byte[][]::new));
        assertThat(parts.office().pending().isEmpty()).isTrue();
    }

    private void reopened(Path from, Consumer<Path> cut, Consumer<AuthorityParts> check) throws IOException {
        Path directory = OpenParts.copy(from, temporary.resolve("copy" + copies++));
        cut.accept(directory);
        try (AuthorityParts parts = OpenParts.open(directory, KeyLayer.TRANSPORT)) {
            check.accept(parts);
        }
        List<LogEntry> found = entries(directory);
        found.removeIf(LogEntry.Refused.class::isInstance);
        // Nothing twice, nothing missing, and in the same order: a rekey that was made once more has another header.
        assertThat(found.stream().map(CrashTest::shape)).isEqualTo(log.stream().map(CrashTest::shape).toList());
        try (AuthorityParts again = OpenParts.open(directory, KeyLayer.TRANSPORT)) {
            assertThat(again.office().tree().sequence()).isEqualTo(2);
        }
    }

    private static String shape(LogEntry entry) {
        return entry instanceof LogEntry.Rekey rekey ? "rekey " + rekey.sequence() + rekey.expelled()
                : entry instanceof LogEntry.Epoch epoch ? "epoch " + epoch.epoch()
                        : entry.getClass().getSimpleName();
    }

    private long firstLineBehind(long at) throws IOException {
        byte[] bytes = all(after, LOG);
        int end = (int) at;
        while (bytes[end] != '\n') {
            end++;
        }
        return end + 1 - at;
    }

    private static long from(Path directory, String file) throws IOException {
        return size(directory, file);
    }

    private static List<LogEntry> entries(Path directory) {
        List<LogEntry> entries = new ArrayList<>();
        LogFiles.read(directory.resolve(LOG), (record, _) -> entries.add(record.entry()));
        return entries;
    }

    private static long size(Path directory, String file) throws IOException {
        return Files.exists(directory.resolve(file)) ? Files.size(directory.resolve(file)) : 0;
    }

    private static byte[] all(Path directory, String file) {
        try {
            return Files.readAllBytes(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] head(Path directory, String file, long length) {
        return Arrays.copyOf(all(directory, file), (int) length);
    }

    private static void put(Path directory, String file, byte[] bytes) {
        try {
            Files.write(directory.resolve(file), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path directory, String file) {
        try {
            Files.delete(directory.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
