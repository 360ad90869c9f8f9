package io.trackmc.keys.transport.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.proto.protect.Incarnation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncarnationStoreTest {

    private static final long NOW_MS = 1_770_000_000_000L;

    @TempDir
    private Path temporary;

    @Test
    void shouldBeginWithTheWallClockAndRiseWithEachRun() {
        Path directory = temporary.resolve("a/state");
        Incarnation first = store(directory, NOW_MS).next();
        Incarnation second = store(directory, NOW_MS).next();
        Incarnation third = store(directory, NOW_MS + 5_000).next();

        assertThat(first.high()).isEqualTo(NOW_MS);
        assertThat(second.high()).isEqualTo(NOW_MS + 1);
        assertThat(third.high()).isEqualTo(NOW_MS + 5_000);
    }

    @Test
    void shouldRiseEvenWhenTheClockGoesBack() {
        Incarnation before = store(temporary, NOW_MS).next();
        Incarnation after = store(temporary, 0).next();

        assertThat(after.isLaterThan(before)).isTrue();
    }

    @Test
    void shouldPersistBeforeItGivesOut() throws IOException {
        Incarnation run = store(temporary, NOW_MS).next();

        assertThat(Files.readString(temporary.resolve("incarnation")).strip())
                .isEqualTo(String.format("%016x", run.high()));
        assertThat(temporary).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldNotGiveTwoRunsFromCopiesOfOneStateTheSameIncarnation() throws IOException {
        store(temporary, NOW_MS).next();
        Path copy = Files.createDirectory(temporary.resolve("copy"));
        Files.copy(temporary.resolve("incarnation"), copy.resolve("incarnation"));

        assertThat(store(temporary, NOW_MS).next()).isNotEqualTo(store(copy, NOW_MS).next());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "0000019bffffffffff\n", "000001zzffffffff\n", "ffffffffffffffff\n",
        "0000019bffffffff\n0000019bffffffff\n"})
    void shouldRefuseADamagedFileAndLeaveItAlone(String content) throws IOException {
        Path file = Files.writeString(temporary.resolve("incarnation"), content);

        assertThatThrownBy(() -> store(temporary, NOW_MS).next()).isInstanceOf(KeyFileException.class)
                .hasMessageStartingWith(file.toString()).hasMessageContaining("allowed").hasMessageNotContaining("\n");
        assertThat(file).content().isEqualTo(content);
    }

    @Test
    void shouldSayWhenItCannotWrite() throws IOException {
        Path file = Files.createFile(temporary.resolve("not-a-directory"));

        assertThatThrownBy(() -> store(file, NOW_MS).next()).isInstanceOf(KeyFileException.class)
                .hasMessageContaining("is a file");
    }

    @Test
    void shouldRiseInMemoryToo() {
        Set<Incarnation> seen = new HashSet<>();
        MemoryIncarnations source = new MemoryIncarnations(() -> 7, () -> 1);
        for (int i = 0; i < 5; i++) {
            seen.add(source.next());
        }

        assertThat(seen).hasSize(5);
        assertThat(source.next()).isEqualTo(new Incarnation(12, 1));
    }

    private static IncarnationStore store(Path directory, long wallMillis) {
        return new IncarnationStore(directory, InstantSource.fixed(Instant.ofEpochMilli(wallMillis)),
                new SecureRandom());
    }
}
