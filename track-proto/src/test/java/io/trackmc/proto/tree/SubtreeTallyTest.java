package io.trackmc.proto.tree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SubtreeTallyTest {

    private final SubtreeTally tally = new SubtreeTally();

    @Test
    void shouldAddUpWhatDepartedChildrenTold() {
        tally.departed(1, 0);
        tally.departed(3, 2);

        assertThat(tally.complete()).isEqualTo(4);
        assertThat(tally.failed()).isEqualTo(2);
    }

    @Test
    void shouldCountAReceiverThatWasGivenUpAsFailed() {
        tally.failed(100, 1, 0);

        assertThat(tally.failed()).isEqualTo(1);
        assertThat(tally.complete()).isZero();
        assertThat(tally.failures().get(0)).isEqualTo(100);
    }

    @Test
    void shouldKeepWhatAChildHadConfirmedBeforeItFellSilent() {
        tally.failed(100, 1, 1);

        assertThat(tally.complete()).isEqualTo(1);
        assertThat(tally.failed()).isZero();
    }

    @Test
    void shouldCountTheReceiversOfARepairHeadThatWasGivenUp() {
        tally.failed(10, 5, 2);

        assertThat(tally.complete()).isEqualTo(2);
        assertThat(tally.failed()).isEqualTo(3);
    }

    @Test
    void shouldCountNobodyForARepairHeadWithoutReceivers() {
        tally.failed(10, 0, 0);
        tally.failed(11, 4, 4);

        assertThat(tally.failed()).isZero();
        assertThat(tally.complete()).isEqualTo(4);
    }

    @Test
    void shouldNotBelieveThatMoreConfirmedThanThereAre() {
        tally.failed(10, 3, Integer.MAX_VALUE);

        assertThat(tally.complete()).isEqualTo(3);
        assertThat(tally.failed()).isZero();
    }

    @Test
    void shouldTakeBackWhoTurnsUpAgain() {
        tally.failed(100, 1, 0);
        tally.failed(10, 5, 2);
        tally.reportedFailed(101);

        tally.returned(100);
        tally.returned(10);
        tally.returned(101);
        tally.returned(102);

        assertThat(tally.failed()).isZero();
        assertThat(tally.failures().size()).isZero();
        assertThat(tally.reported().size()).isZero();
    }

    @Test
    void shouldCountMoreFailuresThanItCanName() {
        for (int id = 1; id <= FailureList.CAPACITY + 10; id++) {
            tally.failed(id, 1, 0);
        }

        assertThat(tally.failed()).isEqualTo(FailureList.CAPACITY + 10);
        assertThat(tally.failures().size()).isEqualTo(FailureList.CAPACITY);
    }

    /** One child that lies must not turn the sums of a whole subtree negative. */
    @Test
    void shouldNotOverflow() {
        tally.departed(Integer.MAX_VALUE, Integer.MAX_VALUE);
        tally.departed(Integer.MAX_VALUE, Integer.MAX_VALUE);
        tally.failed(10, Integer.MAX_VALUE, 0);

        assertThat(tally.complete()).isEqualTo(Integer.MAX_VALUE);
        assertThat(tally.failed()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void shouldForgetEverythingOnClear() {
        tally.departed(1, 1);
        tally.failed(5, 1, 0);
        tally.reportedFailed(6);

        tally.clear();

        assertThat(tally.complete()).isZero();
        assertThat(tally.failed()).isZero();
        assertThat(tally.reported().size()).isZero();
    }
}
