package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class RateControllerTest {

    private static final int PACKET = 1_000;
    private static final long RTT_NS = 10_000_000;
    private static final double PACKET_IN_A_ROUND_TRIP = PACKET * 1e9 / RTT_NS;
    private static final double UNUSED = 0;
    private static final double PLENTY = 1e12;

    private final RateController controller = new RateController(PACKET, 0);
    private long nowNs = Overflow.in(20_000_000);

    @Test
    void shouldBeginWithAFewPacketsInARoundTrip() {
        controller.start(nowNs, RTT_NS);

        assertThat(controller.bytesPerSecond()).isEqualTo(4 * PACKET_IN_A_ROUND_TRIP);
    }

    @Test
    void shouldFollowWhatComesThroughUntilTheFirstLossAndNeverFall() {
        controller.start(nowNs, RTT_NS);
        report(900_000, false, PLENTY);
        assertThat(controller.bytesPerSecond()).isEqualTo(900_000);

        report(500_000, false, PLENTY);

        assertThat(controller.bytesPerSecond()).isEqualTo(900_000);
    }

    @Test
    void shouldFallToWhatALossyPathTakesAtOnce() {
        fallFromSlowStart();

        assertThat(controller.bytesPerSecond()).isEqualTo(300_000);
    }

    @Test
    void shouldRiseByAPacketInARoundTripEachRoundTrip() {
        fallFromSlowStart();
        nowNs += RTT_NS;
        report(1e9, true, PLENTY);
        assertThat(controller.bytesPerSecond()).isCloseTo(300_000 + PACKET_IN_A_ROUND_TRIP, within(1e-6));

        nowNs += RTT_NS / 2;
        report(1e9, true, PLENTY);
        assertThat(controller.bytesPerSecond()).isCloseTo(300_000 + 1.5 * PACKET_IN_A_ROUND_TRIP, within(1e-6));

        nowNs += 100 * RTT_NS;
        report(1e9, true, PLENTY);
        assertThat(controller.bytesPerSecond()).as("no more after a pause")
                .isCloseTo(300_000 + 2.5 * PACKET_IN_A_ROUND_TRIP, within(1e-6));
    }

    @Test
    void shouldNotLeapWhenTheLossyPathIsGone() {
        fallFromSlowStart();
        nowNs += RTT_NS;
        report(1e9, false, PLENTY);

        assertThat(controller.bytesPerSecond()).isCloseTo(300_000 + PACKET_IN_A_ROUND_TRIP, within(1e-6));
    }

    @Test
    void shouldRiseOnlyWhileItIsUsed() {
        fallFromSlowStart();
        nowNs += RTT_NS;
        report(1e9, true, UNUSED);
        assertThat(controller.bytesPerSecond()).isEqualTo(300_000);

        nowNs += RTT_NS;
        report(1e9, true, 155_000);
        assertThat(controller.bytesPerSecond()).isEqualTo(310_000);
    }

    @Test
    void shouldHalveInSilenceDownToTheLowestRate() {
        fallFromSlowStart();
        controller.silence(nowNs);
        assertThat(controller.bytesPerSecond()).isEqualTo(150_000);

        for (int i = 0; i < 50; i++) {
            controller.silence(nowNs);
        }
        assertThat(controller.bytesPerSecond()).isEqualTo(PACKET);
        report(1, true, PLENTY);
        assertThat(controller.bytesPerSecond()).isEqualTo(PACKET);
    }

    @Test
    void shouldNotGoBelowALeastRate() {
        RateController bounded = new RateController(PACKET, 50_000);
        bounded.start(nowNs, RTT_NS);
        bounded.report(nowNs, 100, RTT_NS, true, PLENTY);
        bounded.silence(nowNs);

        assertThat(bounded.bytesPerSecond()).isEqualTo(50_000);
    }

    private void fallFromSlowStart() {
        controller.start(nowNs, RTT_NS);
        report(900_000, false, PLENTY);
        report(300_000, true, PLENTY);
    }

    private void report(double told, boolean lossy, double sent) {
        controller.report(nowNs, told, RTT_NS, lossy, sent);
    }
}
