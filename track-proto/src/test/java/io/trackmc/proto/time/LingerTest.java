package io.trackmc.proto.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import org.junit.jupiter.api.Test;

class LingerTest {

    private static final long PAUSE_NS = 1_000;
    private static final long START_NS = Overflow.in(400);

    private final Linger linger = new Linger(PAUSE_NS);

    @Test
    void shouldBeOverAfterOneWholePause() {
        assertThat(linger.isOver(START_NS)).isFalse();
        assertThat(linger.isOver(START_NS + PAUSE_NS - 1)).isFalse();
        assertThat(linger.isOver(START_NS + PAUSE_NS)).isTrue();
        assertThat(linger.deadlineNs()).isEqualTo(START_NS + PAUSE_NS);
    }

    @Test
    void shouldBeginAnewAfterCancel() {
        linger.isOver(START_NS);
        linger.cancel();

        assertThat(linger.deadlineNs()).isEqualTo(Deadlines.NONE);
        assertThat(linger.isOver(START_NS + PAUSE_NS)).isFalse();
        assertThat(linger.isOver(START_NS + 2 * PAUSE_NS)).isTrue();
    }

    @Test
    void shouldHaveNoDeadlineBeforeItRuns() {
        assertThat(linger.deadlineNs()).isEqualTo(Deadlines.NONE);
    }
}
