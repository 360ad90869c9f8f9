package io.trackmc.net.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RetentionMeterTest {

    private static final int STORE = 1024;
    private static final long MS = 1_000_000;

    private final RetentionMeter meter = new RetentionMeter(STORE);

    /** Close before the clock goes over. */
    private long nowNs = Long.MAX_VALUE - 100 * MS;

    @Test
    void shouldTellTheAgeOfTheOldestPacketThatIsHeld() {
        assertThat(meter.look(nowNs, 1, 0)).isZero();
        long retained = 0;
        for (long sequence = 1; sequence <= 10 * STORE; sequence++) {
            nowNs += MS;
            retained = meter.look(nowNs, Math.max(1, sequence - STORE + 1), sequence);
        }
        assertThat(retained).isBetween((STORE - STORE / 64) * MS, STORE * MS);
        assertThat(meter.look(nowNs + 500 * MS, 9 * STORE + 1, 10 * STORE)).as("nothing has come meanwhile")
                .isEqualTo(retained + 500 * MS);
    }

    @Test
    void shouldHoldNothingWhenEverythingIsGivenUp() {
        meter.look(nowNs, 1, 500);
        assertThat(meter.look(nowNs + MS, 501, 500)).isZero();
    }

    @Test
    void shouldBeginAnewWithAnotherSession() {
        meter.look(nowNs, 1, 500);
        nowNs += 1000 * MS;
        assertThat(meter.look(nowNs, 1, 3)).isZero();
        assertThat(meter.look(nowNs + 7 * MS, 1, 3)).isEqualTo(7 * MS);
    }

    /** Packets may jump far between two looks; the notes that there are still tell no time that is too long. */
    @Test
    void shouldNeverTellTooMuchWhenPacketsComeInBursts() {
        meter.look(nowNs, 1, 10);
        nowNs += MS;
        meter.look(nowNs, 1, 900);
        assertThat(meter.look(nowNs + MS, 11, 1034)).isEqualTo(MS);
    }
}
