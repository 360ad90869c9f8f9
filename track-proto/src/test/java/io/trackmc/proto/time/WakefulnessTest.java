package io.trackmc.proto.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WakefulnessTest {

    private final Wakefulness wakefulness = new Wakefulness();

    @Test
    void shouldNoticeACallThatComesMuchLaterThanWanted() {
        wakefulness.promise(1_000);
        assertThat(wakefulness.overslept(1_000 + Wakefulness.LATE_NS)).isFalse();
        assertThat(wakefulness.overslept(1_001 + Wakefulness.LATE_NS)).isTrue();
    }

    @Test
    void shouldSaySoOnce() {
        wakefulness.promise(-Wakefulness.LATE_NS - 1);
        assertThat(wakefulness.overslept(0)).isTrue();
        assertThat(wakefulness.overslept(1)).isFalse();
    }

    @Test
    void shouldNotCallANodeLateForWhatWasMovedIntoThePast() {
        assertThat(wakefulness.overslept(10 * Wakefulness.LATE_NS)).isFalse();
        wakefulness.promise(Wakefulness.LATE_NS);
        assertThat(wakefulness.overslept(10 * Wakefulness.LATE_NS + 1)).isFalse();
    }

    @Test
    void shouldNotCallANodeLateThatWantedNothing() {
        assertThat(wakefulness.overslept(Long.MAX_VALUE - 1)).isFalse();
        wakefulness.promise(Deadlines.NONE);
        assertThat(wakefulness.overslept(Long.MIN_VALUE)).isFalse();
    }
}
