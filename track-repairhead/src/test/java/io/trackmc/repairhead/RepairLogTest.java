package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.InnerHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a repair head writes of its repairs. */
class RepairLogTest {

    private static final int DATA = InnerHeader.STREAM_DATA;

    @TempDir
    Path directory;

    @Test
    void shouldKeepWhatIsSentAndWhatComesAgain() throws IOException {
        Path file = directory.resolve("repairs");
        long beforeNs = System.nanoTime();
        try (RepairLog log = RepairLog.open(file)) {
            log.onInner(inner(DATA, 1));
            log.onInner(inner(DATA, 3));
            log.onInner(inner(DATA, 2));
            log.onSent(inner(DATA, 3));
            log.onSent(inner(InnerHeader.STREAM_TRANSPORT_REKEY, 9));
        }
        List<Long> times = new ArrayList<>();
        assertThat(sequences(file, times)).containsExactly(2L, 3L);
        assertThat(times).isSorted().allMatch(atNs -> atNs - beforeNs >= 0 && atNs - System.nanoTime() <= 0);
    }

    @Test
    void shouldReadWhatAKilledOneHasLeft() throws IOException {
        Path file = directory.resolve("repairs");
        try (RepairLog log = RepairLog.open(file)) {
            log.onSent(inner(DATA, 1));
            log.onSent(inner(DATA, 2));
        }
        byte[] all = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(all, all.length - 1));
        assertThat(sequences(file, new ArrayList<>())).containsExactly(1L);
    }

    private static List<Long> sequences(Path file, List<Long> times) throws IOException {
        List<Long> sequences = new ArrayList<>();
        RepairLog.read(file, (inner, atNs) -> {
            sequences.add(InnerHeader.sequence(inner, 0));
            times.add(atNs);
        });
        return sequences;
    }

    private static byte[] inner(int stream, long sequence) {
        byte[] inner = new byte[InnerHeader.LENGTH + 100];
        ByteBuffer.wrap(inner).put(InnerHeader.STREAM_OFFSET, (byte) stream)
                .putLong(InnerHeader.SEQUENCE_OFFSET, sequence);
        return inner;
    }
}
