package io.trackmc.net.authority;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProgressTellerTest {

    private static final Duration NEVER_AGAIN = Duration.ofHours(1);

    private final BlockingQueue<Integer> told = new LinkedBlockingQueue<>();
    private final AtomicInteger epoch = new AtomicInteger(1);

    @Test
    void shouldTellWhatHappensWhileItTellsWhatWasBefore() throws Exception {
        ProgressTeller[] self = new ProgressTeller[1];
        try (ProgressTeller teller = new ProgressTeller("teller", NEVER_AGAIN, () -> {
            int read = epoch.get();
            if (read == 1) {
                epoch.set(2);
                self[0].news();
                LockSupport.parkNanos(1); // as whatever waits does, it takes a wake-up that is not its own
            }
            told.add(read);
        })) {
            self[0] = teller;
            teller.start();
            assertThat(told.take()).isOne();
            assertThat(told.take()).isEqualTo(2);
        }
    }

    @Test
    void shouldTellAgainWithoutNews() throws Exception {
        try (ProgressTeller teller = new ProgressTeller("teller", Duration.ofMillis(1), () -> told.add(epoch.get()))) {
            teller.start();
            assertThat(told.take()).isOne();
            assertThat(told.take()).isOne();
        }
    }

    @Test
    void shouldTellManyNewsAtOnce() throws Exception {
        Thread[] teller = new Thread[1];
        BlockingQueue<Integer> mayGoOn = new LinkedBlockingQueue<>();
        try (ProgressTeller many = new ProgressTeller("teller", NEVER_AGAIN, () -> {
            teller[0] = Thread.currentThread();
            told.add(epoch.get());
            try {
                mayGoOn.take();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        })) {
            many.start();
            assertThat(told.take()).isOne();
            for (int i = 0; i < 100; i++) {
                many.news();
            }
            epoch.set(2);
            mayGoOn.add(0);
            assertThat(told.take()).isEqualTo(2);
            mayGoOn.add(0);
            epoch.set(3);
            many.news();
            mayGoOn.add(0);
            assertThat(told.take()).isEqualTo(3);
            mayGoOn.add(0);
        }
        assertThat(teller[0].isAlive()).isFalse();
        assertThat(told).isEmpty();
    }
}
