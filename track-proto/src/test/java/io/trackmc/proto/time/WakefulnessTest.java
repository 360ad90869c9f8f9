package io.trackmc.proto.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakefulnessTest {

    private final Wakefulness wakefulness = new Wakefulness();

    @Test
    void shouldNoticeACallThatComesMuchLaterThanWanted() {
        wakefulness.promise(1_000);
        assertThat(wakefulness.oversleptNs(1_000 + Wakefulness.LATE_NS)).isZero();
        assertThat(wakefulness.oversleptNs(1_001 + Wakefulness.LATE_NS)).isEqualTo(Wakefulness.LATE_NS + 1);
    }

    @Test
    void shouldSaySoOnce() {
        wakefulness.promise(-Wakefulness.LATE_NS - 1);
        assertThat(wakefulness.oversleptNs(0)).isPositive();
        assertThat(wakefulness.oversleptNs(1)).isZero();
    }

    @Test
    void shouldNotCallANodeLateForWhatWasMovedIntoThePast() {
        assertThat(wakefulness.oversleptNs(10 * Wakefulness.LATE_NS)).isZero();
        wakefulness.promise(Wakefulness.LATE_NS);
        assertThat(wakefulness.oversleptNs(10 * Wakefulness.LATE_NS + 1)).isZero();
    }

    @Test
    void shouldNotCallANodeLateThatWantedNothing() {
        assertThat(wakefulness.oversleptNs(Long.MAX_VALUE - 1)).isZero();
        wakefulness.promise(Deadlines.NONE);
        assertThat(wakefulness.oversleptNs(Long.MIN_VALUE)).isZero();
    }
}
