package io.trackmc.keys.controller.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_767_225_600_000L));

    @TempDir
    private Path directory;

    private Path file;
    private final List<String> notices = new ArrayList<>();
    private final List<LogRecord> history = new ArrayList<>();

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("transport.log");
    }

    @Test
    void shouldWriteTheDocumentedLine() throws IOException {
        try (AuditLog log = open()) {
            log.append(List.of(Entries.left(7), Entries.left(8)));
        }
        assertThat(Files.readAllLines(file)).containsExactly(
                "{\"n\":1,\"at\":1767225600000,\"prev\":\"" + "0".repeat(64)
                        + "\",\"type\":\"left\",\"id\":7,\"crc\":\"d248d6da\"}",
                "{\"n\":2,\"at\":1767225600000,\"prev\":\""
                        + "fa9e624039017cb8fc4b7bdd42d5e7bd4505640406b9e0e898edaa35805b5e1f"
                        + "\",\"type\":\"left\",\"id\":8,\"crc\":\"230835d9\"}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    }

    @Test
    void shouldReadBackEveryHistory() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            Path own = directory.resolve("log-" + seed);
            List<LogEntry> written = new ArrayList<>();
            for (int opened = 0; opened <= random.nextInt(3); opened++) {
                List<LogEntry> found = new ArrayList<>();
                try (AuditLog log = AuditLog.open(own, CLOCK, notices::add, r -> found.add(r.entry()))) {
                    assertThat(found).as("seed %d", seed).isEqualTo(written);
                    for (int batch = random.nextInt(4); batch > 0; batch--) {
                        List<LogEntry> more = random.ints(random.nextInt(5)).mapToObj(_ -> Entries.any(random))
                                .toList();
                        log.append(more);
                        written.addAll(more);
                    }
                    assertThat(log.size()).isEqualTo(written.size());
                }
            }
            List<LogEntry> found = new ArrayList<>();
            LogChain chain = LogFiles.read(own, (record, _) -> found.add(record.entry()));
            assertThat(found).as("seed %d", seed).isEqualTo(written);
            assertThat(chain.size()).isEqualTo(written.size());
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void shouldCutOffWhatACrashLeavesOfEntriesNobodyWasToldOf() throws IOException {
        byte[] whole = writeThree();
        int lastLine = lineStart(whole, 3);
        for (int length = lastLine + 1; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            notices.clear();
            history.clear();
            try (AuditLog log = open()) {
                assertThat(log.size()).as("cut at %d", length).isEqualTo(2);
                log.append(Entries.left(9));
            }
            assertThat(notices).singleElement().asString()
                    .contains("half an entry of " + (length - lastLine) + " bytes after entry 2");
            assertThat(LogFiles.read(file, (_, _) -> true).size()).isEqualTo(3);
        }
    }

    @Test
    void shouldCutOffZerosThatAFileSystemLeavesAfterACrash() throws IOException {
        byte[] whole = writeThree();
        Files.write(file, Arrays.copyOf(whole, whole.length + 1000));
        try (AuditLog log = open()) {
            assertThat(log.size()).isEqualTo(3);
        }
        assertThat(notices).hasSize(1);
        assertThat(Files.readAllBytes(file)).isEqualTo(whole);
    }

    @Test
    void shouldNameTheEntryOfAnyFlippedByte() throws IOException {
        byte[] whole = writeThree();
        Random random = new Random(1);
        for (int at = 0; at < whole.length; at++) {
            byte[] altered = whole.clone();
            altered[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, altered);
            long entry = 1 + new String(whole, 0, at, StandardCharsets.US_ASCII).chars().filter(c -> c == '\n').count();
            assertRefused(entry);
            assertThat(Files.readAllBytes(file)).as("left as it is").isEqualTo(altered);
        }
    }

    @Test
    void shouldNameTheFirstEntryThatIsNotInItsPlace() throws IOException {
        writeThree();
        List<String> lines = Files.readAllLines(file);
        assertLinesRefused(1, lines.get(1), lines.get(2));
        assertLinesRefused(2, lines.get(0), lines.get(2));
        assertLinesRefused(2, lines.get(0), lines.get(2), lines.get(1));
        assertLinesRefused(2, lines.get(0), lines.get(0), lines.get(1), lines.get(2));
        assertLinesRefused(4, lines.get(0), lines.get(1), lines.get(2), lines.get(2));
        assertLinesRefused(3, lines.get(0), lines.get(1), "", lines.get(2));
    }

    @Test
    void shouldNoticeARewrittenEntryByTheNextOne() throws IOException {
        writeThree();
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        byte[] previous = new LogChainOf(lines.subList(0, 1)).last();
        lines.set(1, new String(LogLine.write(2, 5, previous, Entries.left(77)), StandardCharsets.US_ASCII));
        assertLinesRefused(3, lines.toArray(String[]::new));
    }

    @Test
    void shouldProveThatALogGoesOnFromAnEarlierHead() {
        byte[] early;
        byte[] late;
        try (AuditLog log = open()) {
            log.append(List.of(Entries.left(1), Entries.left(2), Entries.left(3)));
            early = log.root();
            log.append(List.of(Entries.left(4), Entries.left(5)));
            late = log.root();
            log.append(Entries.left(6));
        }
        assertThat(LogFiles.consistency(file, 3, 5).holds(3, early, 5, late)).isTrue();
        assertThat(LogFiles.consistency(file, 3, 5).holds(3, late, 5, late)).isFalse();
        assertThatThrownBy(() -> LogFiles.consistency(file, 3, 7)).hasMessageContaining("has 6 entries");
    }

    @Test
    void shouldRefuseALineWithoutEnd() throws IOException {
        Files.writeString(file, "x".repeat(LogLine.MAX_LENGTH + 100_000));
        assertRefused(1);
    }

    @Test
    void shouldBeOpenOnlyOnce() {
        try (AuditLog log = open()) {
            log.append(Entries.left(1));
            assertThatThrownBy(this::open).isInstanceOf(LogInUseException.class).hasMessageContaining("in use");
            assertThat(LogFiles.read(file, (_, _) -> true).size()).isEqualTo(1);
            assertThatThrownBy(this::open).as("after somebody has read and closed it")
                    .isInstanceOf(LogInUseException.class);
        }
        open().close();
    }

    @Test
    void shouldTakeNothingMoreAfterAWriteOrForceThatFailed() {
        for (FailingStorage storage : List.of(FailingStorage.fullAfter(1000), FailingStorage.brokenForce(3))) {
            AuditLog log = AuditLog.open("log", storage, CLOCK, notices::add, _ -> {});
            int[] acknowledged = {0};
            assertThatThrownBy(() -> {
                for (int i = 1; i < 100; i++) {
                    log.append(Entries.left(i));
                    acknowledged[0]++;
                }
            }).isInstanceOf(LogException.class).hasMessageContaining("cannot be written");
            assertThatThrownBy(() -> log.append(Entries.left(1))).hasMessageContaining("takes nothing more");

            AuditLog again = AuditLog.open("log", storage.afterCrash(), CLOCK, notices::add, history::add);
            assertThat(again.size()).isGreaterThanOrEqualTo(acknowledged[0]).isPositive();
        }
    }

    @Test
    void shouldGoOnAfterAnEntryThatIsTooLong() {
        List<String> names = Collections.nCopies(LogLine.MAX_LENGTH / KeyName.MAX_LENGTH,
                "T:" + "k".repeat(KeyName.MAX_LENGTH - 2));
        LogEntry tooLong = new LogEntry.Release(1, "0".repeat(64), "bundle", names);
        try (AuditLog log = open()) {
            log.append(Entries.left(1));
            byte[] root = log.root();
            assertThatThrownBy(() -> log.append(List.of(Entries.left(2), tooLong)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(log.size()).isEqualTo(1);
            assertThat(log.root()).isEqualTo(root);
            log.append(Entries.left(3));
        }
        open().close();
        assertThat(history).extracting(LogRecord::entry).containsExactly(Entries.left(1), Entries.left(3));
    }

    @Test
    void shouldKeepWhatWasAcknowledgedWhereverACrashComes() {
        for (int seed = 0; seed < 300; seed++) {
            Random random = new Random(seed);
            FailingStorage storage = FailingStorage.fullAfter(random.nextInt(6000));
            List<LogEntry> acknowledged = new ArrayList<>();
            AuditLog log = AuditLog.open("log", storage, CLOCK, notices::add, _ -> {});
            try {
                for (int i = 0; i < 40; i++) {
                    List<LogEntry> batch = random.ints(1 + random.nextInt(3)).mapToObj(_ -> Entries.any(random))
                            .toList();
                    log.append(batch);
                    acknowledged.addAll(batch);
                }
            } catch (LogException _) {
                // the disk is full
            }
            List<LogEntry> found = new ArrayList<>();
            AuditLog.open("log", storage.afterCrash(), CLOCK, notices::add, r -> found.add(r.entry()));
            assertThat(found.subList(0, acknowledged.size())).as("seed %d", seed).isEqualTo(acknowledged);
        }
    }

    @Test
    void shouldRefuseWhatCannotBeWrittenBeforeAnythingIs() {
        assertThatThrownBy(() -> new LogEntry.Left(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new KeyEdge("X:a@1", "C:b@1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogEntry.Token(1, "short")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogEntry.Release(1, Entries.HASH, "post", List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LogEntry.Refused("x".repeat(513), "y"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private AuditLog open() {
        return AuditLog.open(file, CLOCK, notices::add, history::add);
    }

    private byte[] writeThree() throws IOException {
        try (AuditLog log = open()) {
            log.append(List.of(Entries.left(7), new LogEntry.Refused("a\nb", "\u00e4\"\\"), Entries.left(8)));
        }
        return Files.readAllBytes(file);
    }

    private static int lineStart(byte[] bytes, int line) {
        int at = 0;
        for (int i = 1; i < line; i++) {
            while (bytes[at++] != '\n') {
                // to the end of the line
            }
        }
        return at;
    }

    private void assertLinesRefused(long entry, String... lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n");
        assertRefused(entry);
    }

    private void assertRefused(long entry) {
        assertThatThrownBy(this::open).isInstanceOf(DamagedLogException.class)
                .hasMessageStartingWith(file + ":" + entry + ": entry " + entry + ": ")
                .extracting(e -> ((DamagedLogException) e).entry()).isEqualTo(entry);
    }

    /** Hash of the last of some lines. */
    private record LogChainOf(List<String> lines) {
        byte[] last() {
            byte[] line = lines.getLast().getBytes(StandardCharsets.US_ASCII);
            return new Merkle().plain(line, line.length);
        }
    }
}
