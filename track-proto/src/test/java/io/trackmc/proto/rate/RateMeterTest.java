package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class RateMeterTest {

    private static final long MS = 1_000_000;
    private static final long STRETCH_NS = 10 * MS;

    private final RateMeter meter = new RateMeter();
    private long nowNs = Overflow.in(5 * MS);

    @Test
    void shouldKnowNothingBeforeAStretchIsComplete() {
        packets(10, MS);

        assertThat(meter.bytesPerSecond()).isZero();
        assertThat(meter.bytesPerSecond(nowNs, STRETCH_NS)).isZero();
    }

    @Test
    void shouldMeasureManyPackets() {
        packets(101, MS);

        assertThat(meter.bytesPerSecond()).isEqualTo(1_000_000);
    }

    @Test
    void shouldMeasureFewPackets() {
        packets(3, 8_000 * MS);

        assertThat(meter.bytesPerSecond()).isEqualTo(125);
    }

    @Test
    void shouldFallWhenNothingComes() {
        packets(101, MS);
        meter.count(nowNs, 1_000, STRETCH_NS);

        assertThat(meter.bytesPerSecond(nowNs + 1_000 * MS, STRETCH_NS)).isLessThan(2_000);
    }

    private void packets(int count, long gapNs) {
        for (int i = 0; i < count; i++) {
            meter.count(nowNs, 1_000, STRETCH_NS);
            nowNs += gapNs;
        }
    }
}
