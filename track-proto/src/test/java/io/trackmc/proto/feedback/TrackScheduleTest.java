package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.time.Deadlines;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrackScheduleTest {

    private static final long INTERVAL_NS = 5_000_000;
    private static final long IDLE_NS = 100_000_000;
    private static final long T0 = Overflow.in(3_000_000);

    private final TrackSchedule schedule = new TrackSchedule(INTERVAL_NS, IDLE_NS);

    @Test
    void shouldBeSilentWithoutAParent() {
        schedule.changed();
        schedule.hasten();
        schedule.now(T0);

        assertThat(schedule.isDue(T0 + IDLE_NS)).isFalse();
        assertThat(schedule.deadlineNs()).isEqualTo(Deadlines.NONE);
    }

    @Test
    void shouldReportAtOnceWhenBound() {
        schedule.start(T0, INTERVAL_NS, 3);

        assertThat(schedule.isDue(T0)).isTrue();
    }

    @Test
    void shouldReportAfterTheIdleTimeWhenNothingChanges() {
        started(0);

        assertThat(schedule.deadlineNs()).isEqualTo(T0 + IDLE_NS);
    }

    @Test
    void shouldReportChangesWithinAnInterval() {
        long lastNs = started(0) + INTERVAL_NS;
        schedule.sent(lastNs);

        schedule.changed();

        assertThat(schedule.isDue(lastNs + INTERVAL_NS - 1)).isFalse();
        assertThat(schedule.isDue(lastNs + INTERVAL_NS)).isTrue();
    }

    @Test
    void shouldReportAtOnceWhenTheLastReportIsOld() {
        started(0);

        schedule.changed();

        assertThat(schedule.isDue(T0 + 2 * INTERVAL_NS)).isTrue();
    }

    @Test
    void shouldReportUrgentChangesSoonButNotAfterEachPacket() {
        long lastNs = started(0) + INTERVAL_NS;
        schedule.sent(lastNs);

        schedule.hasten();

        assertThat(schedule.isDue(lastNs + INTERVAL_NS / 8 - 1)).isFalse();
        assertThat(schedule.isDue(lastNs + INTERVAL_NS / 8)).isTrue();
    }

    @Test
    void shouldReportAtOnceWhenAsked() {
        started(0);

        schedule.now(T0 + 1);

        assertThat(schedule.isDue(T0 + 1)).isTrue();
    }

    @Test
    void shouldNeverPutOffAReportThatIsDue() {
        started(0);
        schedule.now(T0 + 1);

        schedule.changed();
        schedule.hasten();

        assertThat(schedule.isDue(T0 + 1)).isTrue();
    }

    @Test
    void shouldFollowTheIntervalOfTheParent() {
        schedule.start(T0, 4 * INTERVAL_NS, 0);
        schedule.sent(T0);
        schedule.sent(T0 + 4 * INTERVAL_NS);
        schedule.changed();

        assertThat(schedule.deadlineNs()).isEqualTo(T0 + 8 * INTERVAL_NS);
    }

    /** Siblings that were confirmed at the same moment do not report at the same moment ever after (TB §4.3.1). */
    @Test
    void shouldLetSiblingsTakeTurns() {
        Set<Long> turns = new HashSet<>();
        for (int child = 0; child < 16; child++) {
            TrackSchedule sibling = new TrackSchedule(INTERVAL_NS, IDLE_NS);
            sibling.start(T0, INTERVAL_NS, child);
            sibling.sent(T0);
            sibling.changed();
            assertThat(sibling.deadlineNs() - T0).isBetween(1L, INTERVAL_NS);
            turns.add(sibling.deadlineNs() - T0);
        }

        assertThat(turns).hasSize(16);
    }

    @Test
    void shouldStopAndStartAgain() {
        started(0);

        schedule.stop();
        assertThat(schedule.isDue(T0 + IDLE_NS)).isFalse();

        schedule.start(T0 + IDLE_NS, INTERVAL_NS, 0);
        assertThat(schedule.isDue(T0 + IDLE_NS)).isTrue();
    }

    @Test
    void shouldReportNowEvenWhenNowIsTheValueThatMeansNever() {
        started(0);

        schedule.now(Long.MAX_VALUE);

        assertThat(schedule.isDue(Long.MAX_VALUE + 1)).isTrue();
    }

    private long started(int childIndex) {
        schedule.start(T0, INTERVAL_NS, childIndex);
        schedule.sent(T0);
        return T0;
    }
}
