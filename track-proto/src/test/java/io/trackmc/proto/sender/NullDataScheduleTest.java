package io.trackmc.proto.sender;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.time.Deadlines;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NullDataScheduleTest {

    private static final long MS = 1_000_000;
    private static final long T0 = Overflow.in(7 * MS);

    private final NullDataSchedule schedule = new NullDataSchedule(5 * MS, 100 * MS);

    @Test
    void shouldBeSilentBeforeTheStart() {
        assertThat(schedule.deadlineNs()).isEqualTo(Deadlines.NONE);
        assertThat(schedule.isDue(T0)).isFalse();
    }

    @Test
    void shouldSpeakLessAndLessOftenUpToABound() {
        schedule.restart(T0);
        List<Long> pauses = new ArrayList<>();
        long nowNs = T0;
        for (int i = 0; i < 8; i++) {
            long dueNs = schedule.deadlineNs();
            assertThat(schedule.isDue(dueNs - 1)).isFalse();
            assertThat(schedule.isDue(dueNs)).isTrue();
            pauses.add((dueNs - nowNs) / MS);
            nowNs = dueNs;
            schedule.sent(nowNs);
        }

        assertThat(pauses).containsExactly(5L, 5L, 10L, 20L, 40L, 80L, 100L, 100L);
    }

    @Test
    void shouldBeginAnewAfterData() {
        schedule.restart(T0);
        for (int i = 0; i < 5; i++) {
            schedule.sent(T0);
        }

        schedule.restart(T0);

        assertThat(schedule.deadlineNs()).isEqualTo(T0 + 5 * MS);
    }

    @Test
    void shouldSpeakAtOnceWhenAsked() {
        schedule.restart(T0);

        schedule.now(T0 + MS);
        assertThat(schedule.isDue(T0 + MS)).isTrue();

        schedule.sent(T0 + MS);
        assertThat(schedule.deadlineNs()).isEqualTo(T0 + 6 * MS);
    }
}
