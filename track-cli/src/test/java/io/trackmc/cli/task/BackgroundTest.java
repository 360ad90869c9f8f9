package io.trackmc.cli.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class BackgroundTest {

    @Test
    void shouldHandOverTheResult() throws Exception {
        try (Background<String> work = Background.start("test", () -> "done")) {
            assertThat(Background.await(work.result(), () -> {})).isEqualTo("done");
        }
    }

    @Test
    void shouldThrowWhatTheWorkThrew() {
        try (Background<String> work = Background.start("test", () -> {
            throw new IOException("broken");
        })) {
            assertThatExceptionOfType(IOException.class).isThrownBy(() -> Background.await(work.result(), () -> {}))
                    .withMessage("broken");
        }
    }

    @Test
    void shouldStopTheWorkWhenClosed() {
        AtomicBoolean interrupted = new AtomicBoolean();
        try (Background<Void> work = Background.start("test", () -> {
            try {
                new CountDownLatch(1).await();
            } finally {
                interrupted.set(true);
            }
            return null;
        })) {
            assertThat(work.result()).isNotDone();
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    void shouldLetTheWatchEndTheWait() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        assertThatExceptionOfType(TaskException.class).isThrownBy(() -> Background.await(never, () -> {
            throw TaskException.failed("enough");
        })).withMessage("enough");
    }
}
