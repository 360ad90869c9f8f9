package io.trackmc.keys.controller.authority;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReleaseLimitTest {

    private static final long START_MS = 1_000;

    private final ReleaseLimit limit = new ReleaseLimit(2, START_MS);

    @Test
    void shouldGiveEachMemberItsShareAndNoMoreUntilAMinuteIsOver() {
        assertThat(limit.take(1, START_MS)).isTrue();
        assertThat(limit.take(1, START_MS + 59_000)).isTrue();
        assertThat(limit.take(1, START_MS + 59_999)).isFalse();
        assertThat(limit.take(2, START_MS + 59_999)).isTrue();
        assertThat(limit.take(1, START_MS + 60_000)).isTrue();
    }

    @Test
    void shouldRememberNobodyForLongerThanNeeded() {
        for (int member = 0; member < 100; member++) {
            limit.take(member, START_MS + 1);
        }
        limit.take(7, START_MS + 60_000);
        assertThat(limit.remembered()).as("the minute is not over yet for all").isEqualTo(100);
        limit.take(7, START_MS + 120_001);
        assertThat(limit.remembered()).isEqualTo(1);
    }
}
