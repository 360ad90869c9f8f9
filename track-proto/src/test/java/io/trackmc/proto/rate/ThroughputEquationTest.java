package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThroughputEquationTest {

    private static final int PACKET = 1_400;
    private static final long MS = 1_000_000;

    @Test
    void shouldGiveTheRatesThatAreKnown() {
        assertThat(megabits(PACKET, MS, 0.01)).isCloseTo(126, within(0.5));
        assertThat(megabits(1_460, 100 * MS, 0.01)).isCloseTo(1.31, within(0.01));
        assertThat(megabits(1_460, 100 * MS, 0.0001)).isCloseTo(14.3, within(0.1));
        assertThat(megabits(PACKET, 50 * MS, 1)).isCloseTo(0.00092, within(0.00001));
    }

    @Test
    void shouldFallWithLossAndRoundTripTimeAndRiseWithTheSizeOfPackets() {
        assertThat(megabits(PACKET, MS, 0.02)).isLessThan(megabits(PACKET, MS, 0.01));
        assertThat(megabits(PACKET, 2 * MS, 0.01)).isCloseTo(megabits(PACKET, MS, 0.01) / 2, within(1e-9));
        assertThat(megabits(2 * PACKET, MS, 0.01)).isCloseTo(2 * megabits(PACKET, MS, 0.01), within(1e-9));
    }

    @Test
    void shouldGiveTheLossAtWhichARateComesOut() {
        for (double p : new double[] {1e-9, 1e-6, 1e-3, 0.01, 0.1, 0.5, 1}) {
            for (long rttNs : new long[] {10_000, MS, 500 * MS}) {
                double rate = ThroughputEquation.bytesPerSecond(PACKET, rttNs, p);
                assertThat(ThroughputEquation.lossEventRate(PACKET, rttNs, rate)).isCloseTo(p, within(p * 1e-6));
            }
        }
    }

    @Test
    void shouldStayWithinLossRatesThatThereAre() {
        assertThat(ThroughputEquation.lossEventRate(PACKET, 500 * MS, 1e-9)).isEqualTo(1);
        assertThat(ThroughputEquation.lossEventRate(PACKET, 1, 1e30)).isPositive();
    }

    private static double megabits(int packetBytes, long rttNs, double p) {
        return ThroughputEquation.bytesPerSecond(packetBytes, rttNs, p) * 8 / 1e6;
    }
}
