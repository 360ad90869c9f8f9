package io.trackmc.proto.rate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class SenderRttTest {

    private static final long US = 1_000;
    private static final long MS = 1_000 * US;
    private static final long SECOND_NS = 1_000 * MS;

    private final SenderRtt rtt = new SenderRtt(10 * US, 2 * SECOND_NS);
    private long nowNs = Overflow.in(3 * SECOND_NS);
    /** The sender's clock, in nanoseconds; its timestamps wrap soon. */
    private long senderNs = 4_294_000_000L * US;

    @Test
    void shouldGoByAGuessUntilTheParentTells() {
        rtt.restart(2 * MS);
        assertThat(rtt.rttNs()).isEqualTo(2 * MS);

        rtt.guess(3 * MS);
        assertThat(rtt.rttNs()).isEqualTo(3 * MS);
        rtt.path(nowNs, 400 * US);
        assertThat(rtt.rttNs()).isEqualTo(400 * US);

        rtt.restart(5 * MS);
        assertThat(rtt.rttNs()).isEqualTo(5 * MS);
    }

    @Test
    void shouldTakeTheLeastThatWasToldLately() {
        rtt.path(nowNs, 5 * MS);
        rtt.path(nowNs, 2 * MS);
        rtt.path(nowNs, 4 * MS);
        assertThat(rtt.rttNs()).isEqualTo(2 * MS);

        nowNs += 10 * SECOND_NS;
        rtt.path(nowNs, 4 * MS);
        nowNs += 10 * SECOND_NS;
        rtt.path(nowNs, 4 * MS);

        assertThat(rtt.rttNs()).isEqualTo(4 * MS);
    }

    @Test
    void shouldAddTheTimeThatDataWaits() {
        rtt.path(nowNs, MS);
        packets(1_000, 0);
        assertThat(rtt.rttNs()).isEqualTo(MS);

        packets(50, 20 * MS);
        assertThat(rtt.longestNs()).isBetween(18 * MS, 21 * MS);
        assertThat(rtt.damping()).isLessThan(0.9);
        packets(3_000, 20 * MS);

        assertThat((double) rtt.rttNs()).isCloseTo(21 * MS, within(0.8 * MS));
        assertThat(rtt.damping()).isCloseTo(1, within(0.05));
        packets(3_000, 0);
        assertThat((double) rtt.rttNs()).isCloseTo(MS, within(0.3 * MS));
    }

    @Test
    void shouldNotTakeClocksThatDriftApartForAQueue() {
        rtt.path(nowNs, MS);
        for (int i = 0; i < 60_000; i++) {
            packet(i * 100L);
        }
        assertThat((double) rtt.rttNs()).isCloseTo(MS, within(0.01 * MS));
    }

    @Test
    void shouldStayWithinItsBounds() {
        rtt.path(nowNs, 1);
        assertThat(rtt.rttNs()).isEqualTo(10 * US);
        rtt.restart(100 * SECOND_NS);
        assertThat(rtt.rttNs()).isEqualTo(2 * SECOND_NS);
    }

    private void packets(int count, long waitingNs) {
        for (int i = 0; i < count; i++) {
            packet(waitingNs);
        }
    }

    /** One that left a millisecond after the one before. */
    private void packet(long waitingNs) {
        nowNs += MS;
        senderNs += MS;
        rtt.arrived(nowNs + waitingNs, (int) (senderNs / US));
    }
}
