package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
        add(journal, 1);
        add(journal, 2);

        RekeyJournal again = open();

        assertThat(again.newest()).isEqualTo(2);
        assertThat(after(again, 0)).containsExactly(after(journal, 0).toArray(byte[][]::new));
        assertThat(after(again, 1)).containsExactly(inners(2).toArray(byte[][]::new));
        assertThat(after(again, 2)).isEmpty();
    }

    @Test
    void shouldKeepTheNewestOnly() throws IOException {
        RekeyJournal journal = open();
        for (long number = 1; number <= RekeyJournal.KEPT + 3; number++) {
            add(journal, number);
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
        assertThat(after(journal, 0)).isEmpty();
    }

    @Test
    void shouldRefuseNumbersOutOfOrder() {
        RekeyJournal journal = open();
        add(journal, 5);

        assertThatThrownBy(() -> add(journal, 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> add(journal, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNameADamagedFile() throws IOException {
        add(open(), 1);
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

    private static void add(RekeyJournal journal, long number) {
        journal.add(number, 3, inners(number)::get);
    }

    private static List<byte[]> after(RekeyJournal journal, long number) {
        List<byte[]> inners = new ArrayList<>();
        journal.forEachAfter(number, inners::add);
        return inners;
    }

    private static List<byte[]> inners(long number) {
        return List.of(bytes("header " + number), bytes("chunk " + number), new byte[0]);
    }
}
