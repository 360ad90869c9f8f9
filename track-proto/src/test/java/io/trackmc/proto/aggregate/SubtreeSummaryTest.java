package io.trackmc.proto.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.tree.TestChildren;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

class SubtreeSummaryTest {

    private final TestChildren children = new TestChildren(8);
    private final SubtreeSummary summary = new SubtreeSummary();

    @Test
    void shouldHaveNoMinimumWithoutChildren() {
        summary.compute(children.table());

        assertThat(summary.children()).isZero();
        assertThat(summary.cumAck()).isEqualTo(SubtreeSummary.NO_CHILD);
        assertThat(summary.highestAllowed()).isEqualTo(SubtreeSummary.NO_CHILD);
        assertThat(summary.confirmed()).isEqualTo(SubtreeSummary.NO_CHILD);
        assertThat(summary.controlCumAck()).isEqualTo(SubtreeSummary.NO_CHILD);
        assertThat(summary.transportEpoch()).isEqualTo(SubtreeSummary.NO_CHILD);
        assertThat(summary.contentEpoch()).isZero();
        assertThat(summary.receiverCount()).isZero();
        assertThat(summary.slowest()).isZero();
    }

    @Test
    void shouldTakeEachMinimumByItself() {
        children.bound(100, track(9, 70, 5, 1, 3, 4));
        children.bound(101, track(7, 90, 6, 0, 2, 8));
        children.bound(102, track(8, 60, 4, 2, 5, 6));
        children.bound(103, track(10, 95, 7, 3, 9, 9));

        summary.compute(children.table());

        assertThat(summary.children()).isEqualTo(4);
        assertThat(summary.cumAck()).isEqualTo(7);
        assertThat(summary.slowest()).isEqualTo(8_000);
        assertThat(summary.highestAllowed()).isEqualTo(60);
        assertThat(summary.confirmed()).isEqualTo(4);
        assertThat(summary.controlCumAck()).isZero();
        assertThat(summary.transportEpoch()).isEqualTo(2);
        assertThat(summary.contentEpoch()).isEqualTo(4);
    }

    @Test
    void shouldAddCountsAndTakeTheWorstLoss() {
        children.bound(11, new TrackMessage().receiverCount(3).completeCount(1).failureCount(2).lateReceiverCount(2)
                .lateCount(7).worstLoss(10));
        children.bound(10, new TrackMessage().receiverCount(4).completeCount(0).failureCount(5).lateReceiverCount(1)
                .lateCount(3).worstLoss(9));

        summary.compute(children.table());

        assertThat(summary.receiverCount()).isEqualTo(7);
        assertThat(summary.completeCount()).isEqualTo(1);
        assertThat(summary.lateReceiverCount()).isEqualTo(3);
        assertThat(summary.lateCount()).isEqualTo(10);
        assertThat(summary.failureCount()).isEqualTo(7);
        assertThat(summary.worstLoss()).isEqualTo(10);
    }

    @Test
    void shouldTellApartWhatReceiversWaitFor() {
        children.bound(10, new TrackMessage().cumAck(3).subtreeCumAck(3).receiverCount(0));
        summary.compute(children.table());
        assertThat(summary.receiversCumAck()).isEqualTo(SubtreeSummary.NO_CHILD);

        children.bound(11, new TrackMessage().cumAck(9).subtreeCumAck(8).receiverCount(2));
        summary.compute(children.table());
        assertThat(summary.receiversCumAck()).isEqualTo(8);
        assertThat(summary.cumAck()).isEqualTo(3);
    }

    /** A subtree without receivers has no content epoch, which is not a low one. */
    @Test
    void shouldLeaveOutContentEpochsThatNobodyHas() {
        children.bound(10, new TrackMessage().contentEpoch(0));
        children.bound(100, new TrackMessage().contentEpoch(6));

        summary.compute(children.table());
        assertThat(summary.contentEpoch()).isEqualTo(6);
    }

    @Test
    void shouldTellNoContentEpochBeforeAnyReceiverHas() {
        children.bound(10, new TrackMessage().contentEpoch(0));

        summary.compute(children.table());
        assertThat(summary.contentEpoch()).isZero();
    }

    @Test
    void shouldNotCountWhoIsOnlyProvisional() {
        children.bound(100, track(9, 70, 5, 1, 3, 4));
        children.provisional(101, 1);

        summary.compute(children.table());

        assertThat(summary.children()).isEqualTo(1);
        assertThat(summary.cumAck()).isEqualTo(9);
    }

    @Test
    void shouldForgetTheChildrenOfTheComputationBefore() {
        children.bound(100, track(1, 1, 1, 1, 1, 1));
        summary.compute(children.table());

        summary.compute(new TestChildren(8).table());

        assertThat(summary.children()).isZero();
        assertThat(summary.cumAck()).isEqualTo(SubtreeSummary.NO_CHILD);
    }

    /** Counts above what the wire carries would make every Track of this subtree malformed. */
    @Test
    void shouldNotLetTheClaimsOfOneChildOverflowTheSums() {
        for (int id = 10; id < 13; id++) {
            children.bound(id, new TrackMessage().receiverCount(Integer.MAX_VALUE).completeCount(Integer.MAX_VALUE)
                    .failureCount(Integer.MAX_VALUE));
        }

        summary.compute(children.table());

        assertThat(summary.receiverCount()).isEqualTo(Integer.MAX_VALUE);
        assertThat(summary.completeCount()).isEqualTo(Integer.MAX_VALUE);
        assertThat(summary.failureCount()).isEqualTo(Integer.MAX_VALUE);
    }

    private static TrackMessage track(
            long cumAck, long allowed, long confirmed, long control, long transportEpoch, long contentEpoch) {
        return new TrackMessage().cumAck(cumAck).subtreeCumAck(cumAck).highestAllowed(allowed)
                .subtreeConfirmed(confirmed).controlCumAck(control).receiverCount(1).slowest((int) cumAck * 1_000)
                .transportEpoch(transportEpoch).contentEpoch(contentEpoch);
    }
}
