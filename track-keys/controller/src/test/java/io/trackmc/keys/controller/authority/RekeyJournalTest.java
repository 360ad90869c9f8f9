package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RekeyJournalTest {

    @TempDir
    private Path directory;

    @Test
    void shouldGiveTheSameBytesAgainAfterARestart() {
        RekeyJournal journal = open();
        journal.add(1, inners(1));
        journal.add(2, inners(2));

        RekeyJournal again = open();

        assertThat(again.newest()).isEqualTo(2);
        assertThat(again.after(0)).containsExactly(journal.after(0).toArray(byte[][]::new));
        assertThat(again.after(1)).containsExactly(inners(2).toArray(byte[][]::new));
        assertThat(again.after(2)).isEmpty();
    }

    @Test
    void shouldKeepTheNewestOnly() throws IOException {
        RekeyJournal journal = open();
        for (long number = 1; number <= RekeyJournal.KEPT + 3; number++) {
            journal.add(number, inners(number));
        }

        assertThat(journal.reachesBackTo(2)).isFalse();
        assertThat(journal.reachesBackTo(3)).isTrue();
        assertThat(journal.reachesBackTo(RekeyJournal.KEPT + 3)).isTrue();
        try (var files = Files.list(directory.resolve("rekeys"))) {
            assertThat(files).hasSize(RekeyJournal.KEPT);
        }
        assertThat(open().newest()).isEqualTo(RekeyJournal.KEPT + 3);
    }

    @Test
    void shouldReachBackToNothingWhenItIsEmpty() {
        RekeyJournal journal = open();

        assertThat(journal.newest()).isZero();
        assertThat(journal.reachesBackTo(0)).isTrue();
        assertThat(journal.after(0)).isEmpty();
    }

    @Test
    void shouldRefuseNumbersOutOfOrder() {
        RekeyJournal journal = open();
        journal.add(5, inners(5));

        assertThatThrownBy(() -> journal.add(7, inners(7))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> journal.add(5, inners(5))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameADamagedFile() throws IOException {
        open().add(1, inners(1));
        Path file = directory.resolve("rekeys").resolve("00000000000000000001.rekey");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length - 1));

        assertThatThrownBy(this::open).isInstanceOf(KeyFileException.class).hasMessageContaining(file.toString());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private RekeyJournal open() {
        return RekeyJournal.open(directory.resolve("rekeys"));
    }

    private static List<byte[]> inners(long number) {
        return List.of(bytes("header " + number), bytes("chunk " + number), new byte[0]);
    }
}
