package io.trackmc.cli.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WriteBehindTest {

    private static final int STEP = (int) WriteBehind.STEP_BYTES;

    private final AtomicInteger forced = new AtomicInteger();

    @Test
    void shouldForceAShortFileOnceAtItsEnd() throws IOException {
        WriteBehind file = new WriteBehind(forced::incrementAndGet);
        file.wrote(STEP - 1);
        file.finish();
        assertThat(forced).hasValue(1);
    }

    @Test
    void shouldNotBeginAStepWhileOneRuns() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        WriteBehind file = new WriteBehind(() -> {
            if (forced.incrementAndGet() == 1) {
                running.countDown();
                awaitUninterrupted(goOn);
            }
        });
        file.wrote(STEP);
        running.await();
        file.wrote(STEP);
        goOn.countDown();
        file.finish();
        assertThat(forced).as("a step, and the end").hasValue(2);
    }

    @Test
    void shouldFailAtTheEndWithWhatAStepFailedWith() {
        WriteBehind file = new WriteBehind(() -> {
            if (forced.incrementAndGet() == 1) {
                throw new IOException("the disk");
            }
        });
        file.wrote(STEP);
        assertThatThrownBy(file::finish).isInstanceOf(IOException.class).hasMessage("the disk");
    }

    @Test
    void shouldFailAtTheEndAlsoWithAFaultThatNobodyDeclares() {
        WriteBehind file = new WriteBehind(() -> {
            if (forced.incrementAndGet() == 1) {
                throw new IllegalStateException("a fault");
            }
        });
        file.wrote(STEP);
        assertThatThrownBy(file::finish).isInstanceOf(IOException.class).rootCause().hasMessage("a fault");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
