package io.trackmc.keys.transport.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.file.KeyFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpelledStoreTest {

    private static final int HIGH = 0xFFFFFF00;

    @TempDir
    Path directory;

    @Test
    void shouldRememberTheExpelledOverARestart() {
        ExpelledStore store = new ExpelledStore(directory.resolve("state"));
        store.add(7);
        store.add(HIGH);
        store.add(7);

        ExpelledStore again = new ExpelledStore(directory.resolve("state"));

        assertThat(again.contains(7)).isTrue();
        assertThat(again.contains(HIGH)).isTrue();
        assertThat(again.contains(8)).isFalse();
    }

    @Test
    void shouldRefuseADamagedFile() throws IOException {
        ExpelledStore store = new ExpelledStore(directory.resolve("state"));
        store.add(7);
        Files.writeString(directory.resolve("state").resolve("expelled"), "0000000");

        assertThatThrownBy(() -> new ExpelledStore(directory.resolve("state"))).isInstanceOf(KeyFileException.class)
                .hasMessageContaining("damaged");
    }
}
