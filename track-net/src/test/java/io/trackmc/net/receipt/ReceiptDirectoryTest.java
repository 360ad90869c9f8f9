package io.trackmc.net.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.keys.transport.receipt.ReceiptChain;
import io.trackmc.keys.transport.tls.KeyPairFiles;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReceiptDirectoryTest {

    private static final long MUCH = 1L << 30;
    private static final long LITTLE = 1L << 20;
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path parent;

    private final List<String> warnings = new ArrayList<>();
    private Path directory;
    private KeyPairFiles signer;

    @BeforeEach
    void certify() throws Exception {
        directory = parent.resolve("receipts");
        signer = TestSigner.of("rh-1");
    }

    @Test
    void shouldGoOnWithTheChainInANewFileAfterARestart() throws IOException {
        write(1, 2);
        write(3);
        assertChain(3);
        assertThat(files()).extracting(file -> file.getFileName().toString())
                .containsExactly("rh-1-0000000000000001.receipts", "rh-1-0000000000000003.receipts");
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldCutOffWhatAKilledRunHadNotWrittenToItsEndWhereverThatWas() throws IOException {
        write(1, 2);
        Path file = files().getFirst();
        byte[] whole = Files.readAllBytes(file);
        List<String> lines = Files.readAllLines(file);
        int secondReceipt = whole.length - lines.getLast().length() - 1;
        for (int length = secondReceipt + 1; length < whole.length; length += 97) {
            for (Path each : files()) {
                Files.delete(each);
            }
            Files.write(file, Arrays.copyOf(whole, length));
            write(2, 3);
            assertChain(3);
            assertThat(warnings).singleElement().asString().contains("bytes were not written to their end");
            warnings.clear();
        }
    }

    @Test
    void shouldCutOffWhatADiskHasLeftOfALine() throws IOException {
        write(1);
        Files.write(files().getFirst(), "\0\0\0\0\n\0\0".getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.APPEND);
        write(2);
        assertChain(2);
        assertThat(warnings).hasSize(1);
    }

    @Test
    void shouldPutAFileAsideThatHoldsNoWholeReceipt() throws IOException {
        write(1);
        write(2);
        Path last = files().getLast();
        List<String> lines = Files.readAllLines(last);
        Files.writeString(last, lines.getFirst() + "\n" + lines.getLast().substring(0, 50));
        write(2);
        assertChain(2);
        assertThat(warnings).singleElement().asString().contains("held no whole receipt");
    }

    @Test
    void shouldBeginAnotherFileWithEachDayAndCertificate() throws Exception {
        try (ReceiptDirectory open = open(MUCH)) {
            open.write(receipt(1, NOON), signer);
            open.write(receipt(2, NOON.plus(Duration.ofDays(1))), signer);
            open.write(receipt(3, NOON.plus(Duration.ofDays(1))), TestSigner.of("rh-1"));
        }
        assertThat(files()).hasSize(3);
        assertChain(3);
    }

    @Test
    void shouldKeepNoMoreThanItMay() throws IOException {
        int count = 800;
        try (ReceiptDirectory open = open(LITTLE)) {
            for (int i = 1; i <= count; i++) {
                open.write(receipt(i, NOON), signer);
            }
        }
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(LITTLE / 2, LITTLE);
        assertThat(files().getFirst().getFileName().toString()).isNotEqualTo("rh-1-0000000000000001.receipts");
        write(count + 1);
        assertChain(count + 1);
    }

    @Test
    void shouldWriteWhatCouldNotBeWrittenWhenItCanAgain() throws IOException {
        try (ReceiptDirectory open = open(MUCH)) {
            open.write(receipt(1, NOON), signer);
            Path away = parent.resolve("away");
            Files.move(directory, away);
            Files.writeString(directory, "a file where the directory should be");
            Receipt next = receipt(2, NOON.plus(Duration.ofDays(1)));
            assertThatThrownBy(() -> open.write(next, signer))
                    .isInstanceOfAny(IOException.class, KeyFileException.class);
            Files.delete(directory);
            Files.move(away, directory);
            open.write(next, signer);
        }
        assertChain(2);
    }

    private void write(int... numbers) throws IOException {
        try (ReceiptDirectory open = open(MUCH)) {
            for (int number : numbers) {
                open.write(receipt(number, NOON), signer);
            }
        }
    }

    private ReceiptDirectory open(long keepBytes) throws IOException {
        return ReceiptDirectory.open(directory, "rh-1", keepBytes, warnings::add);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(file -> file.toString().endsWith(ReceiptDirectory.SUFFIX)).sorted().toList();
        }
    }

    /** Each line names the one before, the receipts are numbered through, and the last is that. */
    private void assertChain(int last) throws IOException {
        String previous = null;
        long number = 0;
        for (Path file : files()) {
            for (String line : Files.readAllLines(file)) {
                if (previous != null) {
                    assertThat(line).contains("\"previous\":\"" + previous + "\"");
                }
                previous = ReceiptChain.hash(line.getBytes(StandardCharsets.US_ASCII));
                if (line.startsWith("{\"receipt\":")) {
                    long next = Long.parseLong(line.substring(11, line.indexOf(',')));
                    assertThat(number == 0 || next == number + 1).isTrue();
                    number = next;
                }
            }
        }
        assertThat(number).isEqualTo(last);
    }

    private static Receipt receipt(int number, Instant end) {
        List<ReceiptEntry> children = IntStream.range(1, 10).mapToObj(
                id -> new ReceiptEntry(id, new Incarnation(1, id), false, 1, number - 1L, number, false, null))
                .toList();
        return new Receipt(new Receipt.Parent("news", "rh-1", 2, 1, ""), end.minusSeconds(60), end,
                new ReceiptBook(1, new Incarnation(3, 4), false, 0, children, 0), Map.of());
    }
}
