package io.trackmc.repairhead;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TenantRateTest {

    private static final long MS = 1_000_000;
    private static final int BYTES = 1_000;
    /** A packet a millisecond. */
    private static final long RATE = 1_000_000;
    private static final int BURST = 4_000;

    private final TenantRate rate = new TenantRate(RATE, BURST);

    /** Clocks have any origin, and may pass the end of what a long can hold. */
    @ParameterizedTest
    @ValueSource(longs = {0, Long.MAX_VALUE - 1, Long.MIN_VALUE, -5 * MS})
    void shouldStopRepairsAfterABurstAndTheRestAQuarterOfASecondLater(long startNs) {
        int repairs = 0;
        while (rate.isOpen(startNs)) {
            rate.take(startNs, BYTES);
            repairs++;
        }
        assertThat(repairs).isEqualTo(5);
        assertThat(rate.openAtNs()).isEqualTo(startNs + MS);
        assertThat(rate.isOpen(startNs + MS - 1)).isFalse();
        assertThat(rate.isOpen(startNs + MS)).isTrue();

        int others = 0;
        while (!rate.isExhausted(startNs)) {
            rate.take(startNs, BYTES);
            others++;
        }
        assertThat(others).isEqualTo(250);
        assertThat(rate.restedAtNs()).isEqualTo(startNs + MS);
        assertThat(rate.isExhausted(startNs + MS - 1)).isTrue();
        assertThat(rate.isExhausted(startNs + MS)).isFalse();
    }

    @Test
    void shouldNotSaveUpWhatWasNotUsed() {
        rate.take(0, BYTES);
        for (int i = 0; i < 5; i++) {
            assertThat(rate.isOpen(1_000 * MS)).isTrue();
            rate.take(1_000 * MS, BYTES);
        }
        assertThat(rate.isOpen(1_000 * MS)).isFalse();
    }

    @Test
    void shouldGoOnAtAnotherRate() {
        rate.rate(2 * RATE, BURST);
        for (int i = 0; i < 5; i++) {
            rate.take(0, BYTES);
        }
        assertThat(rate.openAtNs()).isEqualTo(MS / 2);
        rate.rate(0, BURST);
        assertThat(rate.isOpen(0)).isTrue();
    }

    /** At the new rate nobody could wait for what was taken at the old one: the tenant would be silent. */
    @Test
    void shouldForgiveWhatWasTakenAheadOfTheRateBefore() {
        for (int i = 0; i < 300; i++) {
            rate.take(0, BYTES);
        }
        assertThat(rate.isExhausted(0)).isTrue();
        rate.rate(1_000 * RATE, BURST);
        assertThat(rate.isExhausted(0)).isFalse();
        assertThat(rate.isOpen(0)).isTrue();
    }

    /** What each takes is taken, whoever takes at the same time. */
    @Test
    void shouldCountWhatSeveralThreadsTake() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int n = 0; n < 10_000; n++) {
                    rate.take(0, BYTES);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(rate.openAtNs()).isEqualTo((40_000 - 4) * MS);
    }
}
