package io.trackmc.net.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.net.metrics.ReceiptCounters;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receipt.ReceiptBook;
import io.trackmc.proto.receipt.ReceiptEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ReceiptWriterTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private Path parent;

    private final BlockingQueue<String> warnings = new LinkedBlockingQueue<>();
    private final ReceiptCounters counters = new ReceiptCounters();

    @Test
    void shouldWriteWhatItWasGivenBeforeItIsClosed() throws Exception {
        try (ReceiptWriter writer = open()) {
            writer.write(receipt(1));
            writer.write(receipt(2));
        }
        assertThat(receipts()).hasSize(2);
        assertThat(counters.countWritten()).isEqualTo(2);
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldKeepWhatCannotBeWrittenSayItOnceAndTakeNoMoreThanThereIsRoomFor() throws Exception {
        Path directory = parent.resolve("receipts");
        try (ReceiptWriter writer = open()) {
            Files.delete(directory);
            Files.writeString(directory, "a file where the directory should be");
            int count = 0;
            while (writer.hasRoom()) {
                count++;
                writer.write(receipt(count));
            }
            assertThat(count).isEqualTo(ReceiptWriter.MOST_WAITING);
            assertThat(writer.packets()).isEqualTo(10L * count);
            assertThat(warnings.take()).contains("receipts cannot be written").contains("tried again");
            assertThat(counters.countFailed()).isPositive();
            assertThat(counters.countWritten()).isZero();

            Files.delete(directory);
            Files.createDirectory(directory);
            assertThat(warnings.take()).isEqualTo("receipts are written again");
        }
        assertThat(receipts()).hasSize(ReceiptWriter.MOST_WAITING);
        assertThat(counters.countWritten()).isEqualTo(ReceiptWriter.MOST_WAITING);
        assertThat(warnings).isEmpty();
    }

    @Test
    void shouldSayWhatWasLostWhenItIsClosedAndStillCannotWrite() throws Exception {
        Path directory = parent.resolve("receipts");
        try (ReceiptWriter writer = open()) {
            Files.delete(directory);
            Files.writeString(directory, "a file where the directory should be");
            writer.write(receipt(1));
        }
        assertThat(warnings).last().asString().isEqualTo("1 receipts could not be written");
    }

    private ReceiptWriter open() throws Exception {
        return new ReceiptWriter(ReceiptDirectory.open(parent.resolve("receipts"), "rh-1", 1L << 30, warnings::add),
                TestSigner.of("rh-1"), counters, warnings::add);
    }

    private List<String> receipts() throws Exception {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> all = Files.list(parent.resolve("receipts"))) {
            for (Path file : all.sorted().toList()) {
                Files.readAllLines(file).stream().filter(line -> line.startsWith("{\"receipt\":")).forEach(lines::add);
            }
        }
        return lines;
    }

    private static Receipt receipt(int number) {
        ReceiptEntry child = new ReceiptEntry(9, new Incarnation(1, 1), false, 1, 10L * number - 10, 10L * number,
                false,
                null);
        return new Receipt(new Receipt.Parent("news", "rh-1", 2, 1, ""), NOON.plusSeconds(number - 1L),
                NOON.plusSeconds(number), new ReceiptBook(1, new Incarnation(3, 4), false, 0, List.of(child), 0),
                Map.of());
    }
}
