package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class LossHistoryTest {

    private static final long MS = 1_000_000;
    private static final long RTT_NS = 10 * MS;
    /** Between two packets. */
    private static final long GAP_NS = MS;

    private final LossHistory history = new LossHistory();
    private final long startNs = Overflow.in(50 * MS);
    private long next = 1_000;
    private int events;

    @Test
    void shouldKnowNoLossWhereverTheStreamIsFirstHeard() {
        receive(100);

        assertThat(history.hasLoss()).isFalse();
        assertThat(events).isZero();
    }

    @Test
    void shouldCountAPacketAsLostWhenThreeLaterOnesHaveCome() {
        receive(10);
        skip(1);
        receive(2);
        assertThat(history.hasLoss()).isFalse();

        receive(1);

        assertThat(history.hasLoss()).isTrue();
        assertThat(events).isOne();
    }

    @Test
    void shouldTakeLossesWithinARoundTripForOneEvent() {
        receive(10);
        lose(1, 3);
        lose(1, 3);
        assertThat(events).isOne();

        receive(20);
        lose(1, 3);

        assertThat(events).isEqualTo(2);
    }

    @Test
    void shouldInterpolateTheTimesOfALongGap() {
        receive(10);
        skip(35);
        receive(3);

        history.seed(100);
        // From the first loss to those 11 and 22 and 33 packets later, each more than a round trip after the one before.
        assertThat(history.meanInterval()).isCloseTo((11 + 11 + 11 + 100) / 4.0, within(0.01));
    }

    @Test
    void shouldWeighTheLastEightIntervals() {
        receive(10);
        for (int i = 0; i < 12; i++) {
            lose(1, 99);
        }
        assertThat(history.meanInterval()).isCloseTo(100, within(0.5));

        lose(1, 49);
        lose(1, 3);

        // The newest closed interval has 50, and weighs 1 of 6.
        assertThat(history.meanInterval()).isCloseTo((50 + 5 * 100) / 6.0, within(0.5));
    }

    @Test
    void shouldLetTheTimeSinceTheLastEventOnlyImproveTheRate() {
        receive(10);
        for (int i = 0; i < 10; i++) {
            lose(1, 99);
        }
        double before = history.meanInterval();
        receive(60);
        assertThat(history.meanInterval()).isGreaterThanOrEqualTo(before);
        receive(3_000);

        // 3,159 packets weigh 1, and what was before is discounted by half.
        assertThat(history.meanInterval()).isCloseTo((3_159 + 0.5 * 5 * 100) / (1 + 0.5 * 5), within(5.0));
        assertThat(history.lossEventRate()).isCloseTo(1 / history.meanInterval(), within(1e-12));
    }

    @Test
    void shouldBeginWithAnIntervalThatItIsGiven() {
        receive(10);
        lose(1, 3);
        history.seed(500);

        assertThat(history.meanInterval()).isEqualTo(500);
    }

    @Test
    void shouldNotCallReorderingWithinThreePacketsALoss() {
        receive(10);
        long late = next;
        skip(1);
        receive(2);
        arrive(late);
        receive(100);

        assertThat(events).isZero();
        assertThat(history.hasLoss()).isFalse();
    }

    @Test
    void shouldTakeBackAnEventWhoseOnlyLossCameLate() {
        receive(10);
        lose(1, 99);
        history.seed(100);
        long late = next;
        lose(1, 20);
        assertThat(events).isEqualTo(2);
        assertThat(history.meanInterval()).isEqualTo(100);

        arrive(late);
        receive(280);

        // 400 packets since the one event that is left, more than the 100 before it.
        assertThat(history.meanInterval()).isCloseTo(400, within(2.0));
        arrive(late);
        assertThat(history.meanInterval()).isCloseTo(400, within(2.0));
    }

    @Test
    void shouldKeepAnEventOfWhichOneLossStays() {
        receive(10);
        long late = next;
        lose(2, 3);
        arrive(late);

        assertThat(history.hasLoss()).isTrue();
    }

    @Test
    void shouldForgetAFirstEventThatWasNone() {
        receive(10);
        long late = next;
        lose(1, 3);
        arrive(late);

        assertThat(history.hasLoss()).isFalse();
    }

    @Test
    void shouldFindWhatIsLostAtTheEndWhenTheSenderFallsSilent() {
        receive(10);
        skip(5);
        assertThat(history.passed(nowNs(), next - 1, RTT_NS)).isTrue();
        assertThat(history.passed(nowNs(), next - 1, RTT_NS)).isFalse();

        assertThat(history.hasLoss()).isTrue();
    }

    @Test
    void shouldNotCallWhatCameLost() {
        receive(10);

        assertThat(history.passed(nowNs(), next - 1, RTT_NS)).isFalse();
    }

    private void lose(int lost, int received) {
        skip(lost);
        receive(received);
    }

    private void skip(int packets) {
        next += packets;
    }

    private void receive(int packets) {
        for (int i = 0; i < packets; i++) {
            next++;
            events += history.arrived(nowNs(), next - 1, RTT_NS) ? 1 : 0;
        }
    }

    private void arrive(long sequence) {
        assertThat(history.arrived(nowNs(), sequence, RTT_NS)).isFalse();
    }

    private long nowNs() {
        return startNs + next * GAP_NS;
    }
}
