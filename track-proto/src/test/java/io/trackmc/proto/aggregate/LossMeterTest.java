package io.trackmc.proto.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LossMeterTest {

    private static final int SCALE = 65_535;

    private final LossMeter meter = new LossMeter();

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.01, 0.1, 0.3})
    void shouldComeCloseToTheTrueRate(double rate) {
        SplittableRandom random = new SplittableRandom(4);
        long sum = 0;
        int samples = 0;
        for (int i = 0; i < 200_000; i++) {
            if (random.nextDouble() < rate) {
                meter.lost(1);
            } else {
                meter.received();
            }
            if (i > 10_000) {
                sum += meter.rate();
                samples++;
            }
        }

        assertThat((double) sum / samples / SCALE).isCloseTo(rate, within(0.01));
    }

    @Test
    void shouldNeverLeaveItsScale() {
        for (int i = 0; i < 1_000; i++) {
            meter.lost(10_000);
        }
        assertThat(meter.rate()).isBetween(SCALE * 9 / 10, SCALE);

        for (int i = 0; i < 1_000_000; i++) {
            meter.received();
        }
        assertThat(meter.rate()).isBetween(0, 10);
    }

    @Test
    void shouldNotJudgeByAFewPackets() {
        meter.lost(1);
        meter.received();

        assertThat(meter.rate()).isZero();
    }

    @Test
    void shouldCountALargeBurstOnce() {
        meter.lost(65_536);

        assertThat(meter.rate()).isEqualTo(SCALE / 4);
    }
}
