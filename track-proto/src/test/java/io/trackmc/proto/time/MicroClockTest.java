package io.trackmc.proto.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class MicroClockTest {

    @Test
    void shouldNotJumpWhenNanosecondsOverflow() {
        MicroClock clock = new MicroClock();
        long startNs = Overflow.in(1_500);

        int first = clock.timestamp(startNs);
        int second = clock.timestamp(startNs + 3_000);

        assertThat(second - first).isEqualTo(3);
        assertThat(clock.sinceNs(first, startNs + 3_000)).isEqualTo(3_000);
    }

    @Test
    void shouldMeasureAcrossTheWrapOfTimestamps() {
        MicroClock clock = new MicroClock();
        clock.timestamp(0);
        long nearWrapNs = ((1L << 32) - 10) * 1_000;

        int before = clock.timestamp(nearWrapNs);

        assertThat(before).isEqualTo(-10);
        assertThat(clock.sinceNs(before, nearWrapNs + 20_000)).isEqualTo(20_000);
    }

    @Test
    void shouldSayNegativeForATimestampFromTheFuture() {
        MicroClock clock = new MicroClock();
        int now = clock.timestamp(1_000_000);

        assertThat(clock.sinceNs(now + 5, 1_000_000)).isEqualTo(-5_000);
    }

    @Test
    void shouldBoundDurationsToWhatTheWireCarries() {
        assertThat(MicroClock.micros(-1)).isZero();
        assertThat(MicroClock.micros(1_999)).isEqualTo(1);
        assertThat(MicroClock.micros(Long.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }
}
