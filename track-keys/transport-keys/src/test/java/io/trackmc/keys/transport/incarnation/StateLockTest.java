package io.trackmc.keys.transport.incarnation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.trackmc.keys.transport.file.KeyFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateLockTest {

    @TempDir
    Path directory;

    @Test
    void shouldLetOneInAtATime() {
        Path state = directory.resolve("state");
        try (StateLock _ = StateLock.take(state)) {
            assertThatExceptionOfType(KeyFileException.class).isThrownBy(() -> StateLock.take(state))
                    .withMessage(state + ": in use by another process, which runs as the same node");
        }
        try (StateLock _ = StateLock.take(state)) {
            assertThat(state.resolve("lock")).isEmptyFile();
        }
    }
}
