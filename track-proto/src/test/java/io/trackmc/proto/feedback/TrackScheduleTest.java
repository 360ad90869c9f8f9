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

    private static final int ACK_WINDOW = 32;
    private static final int WINDOW = 1024;

    private final TrackSchedule schedule = new TrackSchedule(INTERVAL_NS, IDLE_NS, WINDOW);

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
    void shouldReportFewPacketsAfterFourIntervals() {
        long lastNs = started(0) + INTERVAL_NS;
        schedule.sent(lastNs);

        receive(schedule, ACK_WINDOW - 1);
        schedule.progressed();

        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + 4 * INTERVAL_NS);
    }

    @Test
    void shouldReportAnAckWindowOfPacketsAfterOneInterval() {
        long lastNs = started(0) + INTERVAL_NS;
        schedule.sent(lastNs);

        receive(schedule, ACK_WINDOW);

        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + INTERVAL_NS);
    }

    @Test
    void shouldCountAnewAfterEachReport() {
        started(0);
        receive(schedule, ACK_WINDOW - 1);
        schedule.sent(T0 + INTERVAL_NS);

        receive(schedule, 1);

        assertThat(schedule.deadlineNs()).isEqualTo(T0 + 5 * INTERVAL_NS);
    }

    /** Else a sender with a small window would wait for reports. */
    @Test
    void shouldTakeAnEighthOfASmallWindowForMuch() {
        TrackSchedule small = new TrackSchedule(INTERVAL_NS, IDLE_NS, 64);
        small.start(T0, INTERVAL_NS, 0);
        small.sent(T0);
        small.sent(T0 + INTERVAL_NS);

        receive(small, 8);

        assertThat(small.deadlineNs()).isEqualTo(T0 + 2 * INTERVAL_NS);
    }

    /** Somebody who sends rarely hears of each message at once. */
    @Test
    void shouldReportASinglePacketAtOnceWhenTheLastReportIsOld() {
        started(0);

        receive(schedule, 1);

        assertThat(schedule.isDue(T0 + 4 * INTERVAL_NS)).isTrue();
        assertThat(schedule.isDue(T0 + 3 * INTERVAL_NS)).isFalse();
    }

    @Test
    void shouldReportUrgentChangesSoonButNotAfterEachPacket() {
        long lastNs = started(0) + INTERVAL_NS;
        schedule.sent(lastNs);

        schedule.hasten();

        assertThat(schedule.isDue(lastNs + INTERVAL_NS / 8 - 1)).isFalse();
        assertThat(schedule.isDue(lastNs + INTERVAL_NS / 8)).isTrue();
    }

    /** Else all children would report on the same packet, in step. */
    @Test
    void shouldReportTheSoonerTheHigherTheIndex() {
        schedule.start(T0, INTERVAL_NS, 15);
        schedule.sent(T0);

        receive(schedule, WINDOW / 4 - WINDOW / 8 * 15 / 16 - 1);
        assertThat(schedule.deadlineNs()).isEqualTo(T0 + INTERVAL_NS);
        receive(schedule, 1);

        assertThat(schedule.deadlineNs()).isEqualTo(T0 + INTERVAL_NS / 8);
    }

    /** A small window would be reported for every few packets, by each of many children. */
    @Test
    void shouldNotHurryForASmallWindow() {
        TrackSchedule small = new TrackSchedule(INTERVAL_NS, IDLE_NS, 64);
        small.start(T0, INTERVAL_NS, 0);
        small.sent(T0);
        small.sent(T0 + INTERVAL_NS);

        receive(small, 64);

        assertThat(small.deadlineNs()).isEqualTo(T0 + 2 * INTERVAL_NS);
    }

    /** At a high rate an interval is longer than the window. */
    @Test
    void shouldReportAQuarterOfTheWindowSoon() {
        long lastNs = started(0) + INTERVAL_NS;
        schedule.sent(lastNs);

        receive(schedule, WINDOW / 4 - 1);
        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + INTERVAL_NS);

        receive(schedule, 1);
        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + INTERVAL_NS / 8);
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
            TrackSchedule sibling = new TrackSchedule(INTERVAL_NS, IDLE_NS, WINDOW);
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

    private static void receive(TrackSchedule schedule, int packets) {
        for (int i = 0; i < packets; i++) {
            schedule.received();
        }
    }

    /** Whoever waits for it would else wait until the next report comes anyway when one is lost, and on each level of the tree. */
    @Test
    void shouldRepeatNewsTwiceSoon() {
        long lastNs = started(0);

        schedule.repeatNews();
        schedule.sent(lastNs);
        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + INTERVAL_NS);
        schedule.sent(lastNs + INTERVAL_NS);
        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + 2 * INTERVAL_NS);
        schedule.sent(lastNs + 2 * INTERVAL_NS);

        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + 2 * INTERVAL_NS + IDLE_NS);
    }

    @Test
    void shouldRepeatNewsAtAnotherTimeThanSiblings() {
        long lastNs = started(4);

        schedule.repeatNews();
        schedule.sent(lastNs);

        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + INTERVAL_NS * 5 / 4);
    }

    @Test
    void shouldNotPutReportsOffForNews() {
        long lastNs = T0;
        schedule.start(lastNs, 10 * IDLE_NS, 0);
        schedule.repeatNews();

        schedule.sent(lastNs);

        assertThat(schedule.deadlineNs()).isEqualTo(lastNs + IDLE_NS);
    }

    private long started(int childIndex) {
        schedule.start(T0, INTERVAL_NS, childIndex);
        schedule.sent(T0);
        return T0;
    }
}
