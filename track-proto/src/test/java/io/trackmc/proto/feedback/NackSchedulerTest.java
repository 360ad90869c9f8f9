package io.trackmc.proto.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.testing.Overflow;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.NackMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NackSchedulerTest {

    private static final int CAPACITY = 1024;
    private static final long US = 1_000;
    private static final long REORDER_NS = 200 * US;
    private static final long INTERVAL_NS = 100 * US;
    private static final long RETRY_MINIMUM_NS = 4_000 * US;
    private static final long RETRY_MAXIMUM_NS = 20_000 * US;
    private static final long RTT_NS = 50 * US;
    private static final int ALONE = 1;
    private static final long SIBLING_NS = 100 * US;

    /** The clock overflows soon after every test began. */
    private static final long T0 = Overflow.in(150 * US);

    private static final NackTiming TIMING = new NackTiming(6, 20 * US, 2_000 * US, SIBLING_NS, 20 * US, REORDER_NS,
            2_000 * US,
            INTERVAL_NS, 2_000 * US, RETRY_MINIMUM_NS, RETRY_MAXIMUM_NS);

    private final SequenceTracker tracker = new SequenceTracker(CAPACITY);
    private final ExponentialBackoff backoff = new ExponentialBackoff(6, 20 * US, 2_000 * US, new SplittableRandom(7));
    private final Counters counters = new Counters();
    private final DurationBuckets gapTimes = new DurationBuckets();
    private final NackScheduler scheduler = new NackScheduler(tracker, CAPACITY, TIMING, backoff, counters,
            gapTimes);
    private final NackMessage nack = new NackMessage();

    @BeforeEach
    void start() {
        tracker.start(1);
        scheduler.start();
    }

    @Test
    void shouldHaveNoDeadlineWhileNothingIsMissing() {
        hold(T0, 1);

        assertThat(scheduler.deadlineNs()).isEqualTo(Deadlines.NONE);
        assertThat(fill(T0)).isEmpty();
    }

    @Test
    void shouldAskOnlyAfterTheTimeThatReorderingMayTake() {
        assertThat(hold(T0, 3)).isEqualTo(2);

        assertThat(scheduler.deadlineNs()).isEqualTo(T0 + REORDER_NS);
        assertThat(fill(T0 + REORDER_NS - 1)).isEmpty();
        assertThat(fill(T0 + REORDER_NS)).containsExactly("1+2");
    }

    @Test
    void shouldNotAskForWhatCameLate() {
        hold(T0, 3);
        tracker.markHeld(1);

        assertThat(fill(T0 + REORDER_NS)).containsExactly("2+1");
    }

    @Test
    void shouldTellHowLongAGapWasOpenUntilARepairFilledIt() {
        hold(T0, 4);
        scheduler.onFilled(T0 + 10 * US, 1, false);
        tracker.markHeld(1);
        scheduler.onFilled(T0 + 20 * US, 2, true);
        tracker.markHeld(2);
        assertThat(counters.get(CounterId.NACKS_SPARED_BY_LATE)).isOne();
        assertThat(counters.get(CounterId.NACKS_SPARED_BY_REPAIR)).isOne();
        assertThat(fill(T0 + REORDER_NS)).containsExactly("3+1");
        scheduler.onFilled(T0 + 3_000 * US, 3, true);
        tracker.markHeld(3);

        assertThat(gapTimes.sum()).isEqualTo(3_020e-6);
        assertThat(gapTimes.counts()).startsWith(1, 0, 0, 0, 1);
        assertThat(counters.get(CounterId.NACKS_SPARED_BY_REPAIR)).as("it was asked for").isOne();
    }

    @Test
    void shouldForgetItsDeadlineWhenTheGapIsFilled() {
        hold(T0, 2);
        tracker.markHeld(1);

        assertThat(scheduler.deadlineNs()).isEqualTo(Deadlines.NONE);
        assertThat(fill(T0 + REORDER_NS)).isEmpty();
    }

    /** The deadline of a gap that was filled in time must not make the next gap's request early. */
    @Test
    void shouldGiveEachGapItsWholeTimeForReordering() {
        hold(T0, 2);
        tracker.markHeld(1);
        long laterNs = T0 + REORDER_NS + 10 * US;

        hold(laterNs, 4);

        assertThat(fill(laterNs)).isEmpty();
        assertThat(fill(laterNs + REORDER_NS - 1)).isEmpty();
        assertThat(fill(laterNs + REORDER_NS)).containsExactly("3+1");
    }

    /** The first Nack does not wait; what falls due within the interval after it travels together. */
    @Test
    void shouldLetAnIntervalPassBetweenTwoNacks() {
        hold(T0, 2);
        hold(T0 + 10 * US, 4);
        hold(T0 + 20 * US, 6);
        hold(T0 + INTERVAL_NS + 1, 8);
        assertThat(fill(T0 + REORDER_NS - 1)).isEmpty();

        assertThat(fill(T0 + REORDER_NS)).containsExactly("1+1");
        assertThat(scheduler.deadlineNs()).isEqualTo(T0 + REORDER_NS + INTERVAL_NS);
        assertThat(fill(T0 + REORDER_NS + INTERVAL_NS - 1)).isEmpty();
        assertThat(fill(T0 + REORDER_NS + INTERVAL_NS)).containsExactly("3+1", "5+1");
        assertThat(fill(T0 + REORDER_NS + 2 * INTERVAL_NS)).containsExactly("7+1");
    }

    /** Queues make round trips long under load; three requests are no load that is worth waiting so long for. */
    @Test
    void shouldNotWaitLongerThanTheRequestsOfItsSiblingsAreWorth() {
        for (long i = 0; i < 100; i++) {
            long nowNs = T0 + i * US;
            tracker.markHeld(2 + 2 * i);

            assertThat(scheduler.onLeadingEdge(nowNs, 10_000 * US, 3)).isEqualTo(1);

            assertThat(scheduler.deadlineNs() - nowNs).isLessThanOrEqualTo(3 * SIBLING_NS);
            tracker.markHeld(1 + 2 * i);
        }
    }

    /** Where many may ask, only who waits longer than a round trip hears the repair that another has asked for. */
    @Test
    void shouldWaitRoundTripsWhereManyMayAsk() {
        long longestNs = 0;
        for (long i = 0; i < 100; i++) {
            long nowNs = T0 + i * US;
            tracker.markHeld(2 + 2 * i);
            assertThat(scheduler.onLeadingEdge(nowNs, 1_000 * US, 64)).isEqualTo(1);
            longestNs = Math.max(longestNs, scheduler.deadlineNs() - nowNs);
            tracker.markHeld(1 + 2 * i);
        }
        assertThat(longestNs).isGreaterThan(1_000 * US);
    }

    @Test
    void shouldLetLongerIntervalsPassWhereRoundTripsAreLong() {
        hold(T0, 2);
        hold(T0 + 1, 4);
        scheduler.fill(T0 + REORDER_NS, 1_000 * US, nack);

        assertThat(scheduler.deadlineNs()).isEqualTo(T0 + REORDER_NS + 500 * US);
    }

    @Test
    void shouldAskSoonerWhereGapsAreLossesAndNotReordering() {
        for (int lost = 1; lost <= 2 * 100; lost += 2) {
            hold(T0, lost + 1);
            repair(T0, lost, true);
        }

        hold(T0, 202);

        assertThat(scheduler.deadlineNs() - T0).isBetween(20 * US, 25 * US);
    }

    @Test
    void shouldWaitForWhatComesLateOnceItHasSeenThat() {
        hold(T0, 2);
        repair(T0 + 400 * US, 1, false);

        hold(T0 + 500 * US, 4);

        assertThat(fill(T0 + 500 * US + 600 * US - 1)).isEmpty();
        assertThat(fill(T0 + 500 * US + 600 * US)).containsExactly("3+1");
    }

    @Test
    void shouldNotWaitForeverHoweverLateSomethingCame() {
        hold(T0, 2);
        repair(T0 + 90_000 * US, 1, false);

        hold(T0 + 90_000 * US, 4);

        assertThat(fill(T0 + 92_000 * US - 1)).isEmpty();
        assertThat(fill(T0 + 92_000 * US)).containsExactly("3+1");
    }

    private void repair(long nowNs, long sequence, boolean repaired) {
        scheduler.onFilled(nowNs, sequence, repaired);
        tracker.markHeld(sequence);
    }

    @Test
    void shouldWaitTwiceAsLongAfterEachRequestUpToABound() {
        hold(T0, 2);
        long nowNs = T0 + REORDER_NS;
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            assertThat(fill(nowNs)).containsExactly("1+1");
            long waitNs = scheduler.deadlineNs() - nowNs;
            waits.add(waitNs / RETRY_MINIMUM_NS);
            assertThat(fill(nowNs + waitNs - 1)).isEmpty();
            nowNs += waitNs;
        }

        assertThat(waits).containsExactly(1L, 2L, 4L, 4L, 4L, 4L);
        assertThat(scheduler.attempts(1)).isEqualTo(6);
    }

    /** A wait that grows without need would let one bad path hold up the window. */
    @Test
    void shouldGoOnAskingOftenUntilThereIsLittleHope() {
        NackTiming lan = NackTiming.lan();
        NackScheduler patient = new NackScheduler(tracker, CAPACITY, lan, backoff, counters, gapTimes);
        tracker.markHeld(2);
        patient.onLeadingEdge(T0, RTT_NS, ALONE);
        long nowNs = patient.deadlineNs();
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            assertThat(patient.fill(nowNs, RTT_NS, nack)).isTrue();
            waits.add((patient.deadlineNs() - nowNs) / lan.retryMinimumNs());
            nowNs = patient.deadlineNs();
        }

        assertThat(waits).startsWith(1L, 2L, 4L, 4L).endsWith(4L, 8L, 16L, 32L, 64L, 100L);
    }

    @Test
    void shouldCountAttemptsWithoutOverflow() {
        hold(T0, 2);
        long nowNs = T0 + REORDER_NS;
        for (int i = 0; i < 300; i++) {
            assertThat(fill(nowNs)).containsExactly("1+1");
            nowNs = scheduler.deadlineNs();
        }

        assertThat(scheduler.attempts(1)).isEqualTo(Byte.MAX_VALUE);
    }

    @Test
    void shouldWaitLongerWhenTheRoundTripIsLong() {
        hold(T0, 2);
        nack.reset();
        scheduler.fill(T0 + REORDER_NS, 3_000 * US, nack);

        assertThat(scheduler.deadlineNs() - T0 - REORDER_NS).isEqualTo(6_000 * US);
    }

    @Test
    void shouldPutOffWhatTheParentIsFetching() {
        hold(T0, 5);

        scheduler.onSuppress(T0 + 10, 2, 3, RTT_NS);

        assertThat(fill(T0 + REORDER_NS)).containsExactly("1+1", "4+1");
        long putOffNs = T0 + 10 + 2 * RETRY_MINIMUM_NS;
        assertThat(fill(T0 + REORDER_NS + RETRY_MINIMUM_NS)).containsExactly("1+1", "4+1");
        assertThat(fill(putOffNs - 1)).isEmpty();
        assertThat(fill(putOffNs)).containsExactly("2+2");
    }

    @Test
    void shouldNeverMakeARequestEarlierBecauseOfASuppression() {
        hold(T0, 2);
        fill(T0 + REORDER_NS);
        fill(T0 + REORDER_NS + RETRY_MINIMUM_NS);
        long dueNs = scheduler.deadlineNs();

        scheduler.onSuppress(T0 + REORDER_NS + RETRY_MINIMUM_NS, 1, 1, RTT_NS);

        assertThat(scheduler.deadlineNs()).isEqualTo(dueNs);
    }

    @Test
    void shouldIgnoreSuppressionOfWhatIsNotMissing() {
        hold(T0, 2);

        scheduler.onSuppress(T0, 2, Long.MAX_VALUE - 1, RTT_NS);

        assertThat(scheduler.deadlineNs()).isEqualTo(T0 + REORDER_NS);
    }

    @Test
    void shouldAskAtOnceForWhatAChildNeedsToo() {
        hold(T0, 3);

        scheduler.hasten(T0 + 1, 1, 2);

        assertThat(scheduler.deadlineNs()).isEqualTo(T0 + 1);
        assertThat(fill(T0 + 1)).containsExactly("1+2");
    }

    @Test
    void shouldNotHastenWhatWasAskedForAlready() {
        hold(T0, 2);
        fill(T0 + REORDER_NS);
        long dueNs = scheduler.deadlineNs();

        scheduler.hasten(T0 + REORDER_NS + 1, 1, 1);

        assertThat(scheduler.deadlineNs()).isEqualTo(dueNs);
        assertThat(fill(T0 + REORDER_NS + 1)).isEmpty();
    }

    @Test
    void shouldAskANewParentForEverythingAgain() {
        hold(T0, 3);
        long nowNs = T0 + REORDER_NS;
        for (int i = 0; i < 5; i++) {
            fill(nowNs);
            nowNs = scheduler.deadlineNs();
        }

        scheduler.onNewParent(nowNs);

        assertThat(scheduler.attempts(1)).isZero();
        assertThat(fill(nowNs)).isEmpty();
        assertThat(scheduler.deadlineNs()).isEqualTo(nowNs + REORDER_NS);
        assertThat(fill(nowNs + REORDER_NS)).containsExactly("1+2");
        assertThat(scheduler.deadlineNs()).isEqualTo(nowNs + REORDER_NS + RETRY_MINIMUM_NS);
    }

    @Test
    void shouldAskForAllThatAWindowLosesAtRandomInOneNack() {
        SplittableRandom random = new SplittableRandom(5);
        int lost = 0;
        for (int s = 1; s < CAPACITY; s++) {
            if (random.nextInt(10) < 3) {
                lost++;
            } else {
                tracker.markHeld(s);
            }
        }
        hold(T0, CAPACITY);

        assertThat(lost).isGreaterThan(200);
        fill(T0 + REORDER_NS);

        assertThat(asked()).isEqualTo(lost);
        assertThat(nack.write(new byte[2_000], 0)).isLessThan(200);
        assertThat(fill(T0 + REORDER_NS)).isEmpty();
    }

    /** What does not fit keeps its own time: nothing is asked for later than it was due, and nothing twice. */
    @Test
    void shouldAskForTheRestInFurtherNacksWhenThereIsMoreThanFits() {
        SequenceTracker wide = new SequenceTracker(1 << 18);
        NackScheduler wideScheduler = new NackScheduler(wide, 1 << 18, TIMING, backoff, counters,
                gapTimes);
        wide.start(1);
        wideScheduler.start();
        for (long s = 1; s <= 5_000 * 40; s++) {
            if (s % 5_000 != 1) {
                wide.markHeld(s);
            }
        }
        wideScheduler.onLeadingEdge(T0, RTT_NS, ALONE);
        List<Integer> sizes = new ArrayList<>();
        while (wideScheduler.fill(T0 + REORDER_NS, RTT_NS, nack)) {
            sizes.add(asked());
        }

        assertThat(sizes).containsExactly(NackMessage.MAX_RANGES + 1, 40 - NackMessage.MAX_RANGES - 1);
    }

    private int asked() {
        int asked = 0;
        for (long s = nack.next(1); s != 0; s = nack.next(s + 1)) {
            asked++;
        }
        return asked;
    }

    @Test
    void shouldAskForABurstInOneRange() {
        hold(T0, 45);

        assertThat(fill(T0 + REORDER_NS)).containsExactly("1+44");
        assertThat(fill(T0 + REORDER_NS)).isEmpty();
    }

    @Test
    void shouldGiveAllOfOneBurstTheSameBackOff() {
        assertThat(hold(T0, 45, 64)).isEqualTo(44);
        long dueNs = scheduler.deadlineNs();

        assertThat(dueNs - T0).isGreaterThanOrEqualTo(REORDER_NS);
        assertThat(fill(dueNs)).containsExactly("1+44");
    }

    @Test
    void shouldCountEachLossOnce() {
        assertThat(hold(T0, 3)).isEqualTo(2);
        assertThat(scheduler.onLeadingEdge(T0, RTT_NS, ALONE)).isZero();
        assertThat(hold(T0, 6)).isEqualTo(2);
    }

    @Test
    void shouldAskForATailThatIsOnlyKnownByHearsay() {
        hold(T0, 1);
        tracker.learnHighest(4);
        assertThat(scheduler.onLeadingEdge(T0, RTT_NS, ALONE)).isEqualTo(3);

        assertThat(fill(T0 + REORDER_NS)).containsExactly("2+3");
    }

    @Test
    void shouldStartAnewWithTheTracker() {
        hold(T0, 50);
        fill(T0 + REORDER_NS);
        tracker.start(1_000);
        scheduler.start();

        assertThat(scheduler.deadlineNs()).isEqualTo(Deadlines.NONE);
        assertThat(hold(T0, 1_002)).isEqualTo(2);
        assertThat(scheduler.attempts(1_000)).isZero();
    }

    /** Whatever happens, a missing sequence is asked for within its bound, and never two times within the shortest retry. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void shouldAskOftenEnoughAndNotTooOften(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] lastAskedNs = new long[20_000];
        boolean[] asked = new boolean[20_000];
        long nowNs = T0;
        long next = 1;
        for (int turn = 0; turn < 20_000 && next < 19_000; turn++) {
            nowNs += random.nextLong(50 * US);
            if (tracker.admission(next) == SequenceTracker.Admission.NEW && random.nextInt(10) > 0) {
                hold(nowNs, next);
            }
            next += next < tracker.limit() ? 1 : 0;
            repairSome(random);
            tracker.raiseLimit(Long.MAX_VALUE);
            long deadlineNs = scheduler.deadlineNs();
            boolean due = Deadlines.isDue(deadlineNs, nowNs);
            nack.reset();
            boolean something = scheduler.fill(nowNs, RTT_NS, nack);
            assertThat(!something || due).as("asks only at its deadline").isTrue();
            for (long s = nack.next(1); s != 0; s = nack.next(s + 1)) {
                assertThat(tracker.isHeld(s)).isFalse();
                assertThat(asked[(int) s] && nowNs - lastAskedNs[(int) s] < RETRY_MINIMUM_NS).isFalse();
                asked[(int) s] = true;
                lastAskedNs[(int) s] = nowNs;
            }
            if (tracker.hasGaps()) {
                assertThat(scheduler.deadlineNs() - nowNs).isLessThanOrEqualTo(RETRY_MAXIMUM_NS);
            }
        }
    }

    private void repairSome(SplittableRandom random) {
        long missing = tracker.nextMissing(0);
        if (missing != 0 && random.nextInt(12) == 0) {
            tracker.markHeld(missing);
        }
    }

    private int hold(long nowNs, long sequence) {
        return hold(nowNs, sequence, ALONE);
    }

    private int hold(long nowNs, long sequence, int groupSize) {
        tracker.markHeld(sequence);
        return scheduler.onLeadingEdge(nowNs, RTT_NS, groupSize);
    }

    private List<String> fill(long nowNs) {
        nack.reset();
        boolean something = scheduler.fill(nowNs, RTT_NS, nack);
        List<String> ranges = new ArrayList<>();
        for (long s = something ? nack.next(1) : 0; s != 0; s = nack.next(nack.endOfRun(s) + 1)) {
            ranges.add(s + "+" + (nack.endOfRun(s) - s + 1));
        }
        return ranges;
    }
}
