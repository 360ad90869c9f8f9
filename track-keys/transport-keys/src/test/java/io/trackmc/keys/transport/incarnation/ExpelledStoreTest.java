package io.trackmc.keys.transport.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpelledStoreTest {

    private static final int HIGH = 0xFFFFFF00;

    @TempDir
    Path directory;

    @Test
    void shouldRememberTheExpelledOverARestart() {
        ExpelledStore store = store();
        store.addAll(List.of(7, HIGH));
        store.addAll(List.of(7));

        assertThat(store().all()).containsExactly(7, HIGH);
    }

    @Test
    void shouldAddNobodyWhomItCouldNotWrite() throws IOException {
        Path state = directory.resolve("state");
        ExpelledStore store = store();
        Files.writeString(state, "a file where the directory should be");

        assertThatThrownBy(() -> store.addAll(List.of(7, 8))).isInstanceOf(KeyFileException.class);
        assertThat(store.all()).isEmpty();

        Files.delete(state);
        store.addAll(List.of(7, 8));
        assertThat(store().all()).containsExactly(7, 8);
    }

    @Test
    void shouldNotWriteWhenAllAreThere() throws IOException {
        ExpelledStore store = store();
        store.addAll(List.of(7, 8));
        Files.delete(directory.resolve("state").resolve("expelled"));

        store.addAll(List.of(8, 7));

        assertThat(directory.resolve("state").resolve("expelled")).doesNotExist();
    }

    @Test
    void shouldRefuseADamagedFile() throws IOException {
        store().addAll(List.of(7));
        Files.writeString(directory.resolve("state").resolve("expelled"), "0000000");

        assertThatThrownBy(this::store).isInstanceOf(KeyFileException.class).hasMessageContaining("damaged");
    }

    /** The superuser may read any directory; a link that leads to itself nobody can follow. */
    @Test
    void shouldNotTakeAFileThatCannotBeReachedForNobody() throws IOException {
        Path state = Files.createDirectory(directory.resolve("state"));
        Files.createSymbolicLink(state.resolve("expelled"), state.resolve("expelled"));

        assertThatThrownBy(this::store).isInstanceOf(KeyFileException.class).hasMessageContaining("cannot be read");
    }

    private ExpelledStore store() {
        return new ExpelledStore(directory.resolve("state"));
    }
}
