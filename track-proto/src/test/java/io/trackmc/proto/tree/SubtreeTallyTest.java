package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubtreeTallyTest {

    private static final int MOST = 4;
    private static final long RUN = 7;
    private static final long NEWER = 8;

    private final SubtreeTally tally = new SubtreeTally(MOST);

    @Test
    void shouldAddUpWhatDepartedRepairHeadsTold() {
        tally.departed(new FarewellCounts(1, 0, 0));
        tally.departed(new FarewellCounts(3, 0, 2));

        assertThat(tally.complete()).isEqualTo(4);
        assertThat(tally.failed()).isEqualTo(2);
    }

    @Test
    void shouldCountAReceiverThatConfirmsAgainOnce() {
        assertThat(tally.confirmed(100, false)).isTrue();
        assertThat(tally.confirmed(100, false)).isFalse();
        assertThat(tally.confirmed(101, false)).isTrue();

        assertThat(tally.complete()).isEqualTo(2);
    }

    @Test
    void shouldCountApartWhoCameLate() {
        tally.departed(new FarewellCounts(3, 2, 0));
        tally.keep(10, RUN, 5, 1);
        assertThat(tally.confirmed(100, true)).isTrue();

        assertThat(tally.complete()).isEqualTo(8);
        assertThat(tally.late()).isEqualTo(4);

        tally.returned(10, RUN);
        assertThat(tally.complete()).isEqualTo(3);
        assertThat(tally.late()).isEqualTo(3);
    }

    @Test
    void shouldCountAReceiverOnceHoweverItConfirms() {
        assertThat(tally.confirmed(100, true)).isTrue();
        assertThat(tally.confirmed(100, false)).isFalse();

        assertThat(tally.complete()).isZero();
        assertThat(tally.late()).isEqualTo(1);
    }

    /** One too few is looked into; one too many is not. */
    @Test
    void shouldNotCountReceiversThatItCouldNotKnowAgain() {
        for (int id = 100; id < 100 + MOST; id++) {
            assertThat(tally.confirmed(id, false)).isTrue();
        }

        assertThat(tally.confirmed(200, false)).isFalse();
        assertThat(tally.complete()).isEqualTo(MOST);
    }

    @Test
    void shouldCountAReceiverThatWasGivenUpAsFailed() {
        tally.failed(100, 1, false);

        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.complete()).isZero();
        assertThat(tally.failures().get(0)).isEqualTo(100);
    }

    @Test
    void shouldKeepWhatARepairHeadToldBeforeItFellSilent() {
        tally.failed(10, 3, false);
        tally.keep(10, RUN, 2, 0);

        assertThat(tally.complete()).isEqualTo(2);
        assertThat(tally.failed()).isEqualTo(3);
    }

    @Test
    void shouldCountNobodyForARepairHeadWithoutReceivers() {
        tally.failed(10, 0, false);

        assertThat(tally.failed()).isZero();
        assertThat(tally.failures().size()).isZero();
    }

    @Test
    void shouldTakeBackWhoTurnsUpAgain() {
        tally.failed(100, 1, false);
        tally.failed(10, 5, false);
        tally.reportedFailed(101, false);

        tally.returned(100, RUN);
        tally.returned(10, RUN);
        tally.returned(101, RUN);
        tally.returned(102, RUN);

        assertThat(tally.failed()).isZero();
        assertThat(tally.failures().size()).isZero();
        assertThat(tally.reported().size()).isZero();
    }

    @Test
    void shouldNotCountTwiceWhatARepairHeadTellsAgainWhenItIsBack() {
        tally.keep(10, RUN, 2, 0);
        tally.keep(11, RUN, 3, 0);

        tally.returned(10, RUN);

        assertThat(tally.complete()).isEqualTo(3);
    }

    /** It has no memory of them, so it will not tell of them again. */
    @Test
    void shouldGoOnKeepingWhatAnEarlierRunHadTold() {
        tally.keep(10, RUN, 2, 0);

        tally.returned(10, NEWER);
        assertThat(tally.complete()).isEqualTo(2);

        tally.keep(10, NEWER, 1, 0);
        tally.returned(10, NEWER);
        assertThat(tally.complete()).isEqualTo(2);
    }

    @Test
    void shouldKeepNothingThatItCouldNotTakeBack() {
        for (int id = 1; id <= KeptCounts.CAPACITY + 10; id++) {
            tally.keep(id, RUN, 1, 0);
        }

        assertThat(tally.complete()).isEqualTo(KeptCounts.CAPACITY);
    }

    @Test
    void shouldCountMoreFailuresThanItCanName() {
        for (int id = 1; id <= FailureList.CAPACITY + 10; id++) {
            tally.failed(id, 1, false);
        }

        assertThat(tally.failed()).isEqualTo(FailureList.CAPACITY + 10);
        assertThat(tally.failures().size()).isEqualTo(FailureList.CAPACITY);
    }

    @Test
    void shouldNotCountThoseThatCameBackAlthoughATrackCouldNotNameThem() {
        int most = 2 * FailureList.CAPACITY;
        SubtreeTally large = new SubtreeTally(most);
        for (int id = 1; id <= most; id++) {
            large.failed(id, 1, false);
        }
        assertThat(large.failed()).isEqualTo(most);
        for (int id = 1; id <= most; id++) {
            large.returned(id, RUN);
        }
        assertThat(large.failed()).isZero();
    }

    /** One child that lies must not turn the sums of a whole subtree negative. */
    @Test
    void shouldNotOverflow() {
        tally.departed(new FarewellCounts(Integer.MAX_VALUE, 0, Integer.MAX_VALUE));
        tally.departed(new FarewellCounts(Integer.MAX_VALUE, 0, Integer.MAX_VALUE));
        tally.keep(10, RUN, Integer.MAX_VALUE, 0);
        tally.failed(10, Integer.MAX_VALUE, false);
        tally.keep(11, RUN, Integer.MAX_VALUE, 0);
        tally.failed(11, Integer.MAX_VALUE, false);

        assertThat(tally.complete()).isEqualTo(Integer.MAX_VALUE);
        assertThat(tally.failed()).isEqualTo(Integer.MAX_VALUE);

        tally.returned(10, RUN);
        tally.returned(11, RUN);
        assertThat(tally.complete()).isZero();
        assertThat(tally.failed()).isZero();
    }

    @Test
    void shouldHandOverThoseGivenUpUntilNow() {
        tally.departed(new FarewellCounts(2, 0, 3));
        tally.failed(100, 1, false);

        tally.handOverFailed(3);

        assertThat(tally.complete()).isEqualTo(2);
        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.failures().size()).isZero();
    }

    @Test
    void shouldForgetEverythingOnClear() {
        tally.departed(new FarewellCounts(1, 1, 1));
        tally.confirmed(100, false);
        tally.keep(10, RUN, 1, 0);
        tally.failed(5, 1, false);
        tally.reportedFailed(6, false);

        tally.clear();

        assertThat(tally.complete()).isZero();
        assertThat(tally.late()).isZero();
        assertThat(tally.failed()).isZero();
        assertThat(tally.reported().size()).isZero();
        assertThat(tally.confirmed(100, false)).isTrue();
        tally.returned(10, RUN);
        assertThat(tally.complete()).isEqualTo(1);
    }
}
