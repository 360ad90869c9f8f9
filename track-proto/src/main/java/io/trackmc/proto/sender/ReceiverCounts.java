package io.trackmc.proto.sender;

import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.SubtreeTally;

/** How many receivers are in the tree, how many were expected to confirm, and how many have, or were given up. */
final class ReceiverCounts {

    private final ChildTable children;
    private final SubtreeTally tally;
    private final SubtreeSummary summary = new SubtreeSummary();
    private int expected;

    ReceiverCounts(ChildTable children, SubtreeTally tally) {
        this.children = children;
        this.tally = tally;
    }

    /**
     * Those there now that hold the session from its first sequence on are expected to confirm. Called when the session begins and when
     * it is closed.
     */
    void expectPresent() {
        expected = Math.max(expected, fromStart());
    }

    /** Receivers in the tree that hold the session from its first sequence on, without those that may be counted twice while they move. */
    int fromStart() {
        summary.compute(children);
        return summary.receiverCount() - summary.lateReceiverCount();
    }

    int expected() {
        return expected;
    }

    int present() {
        summary.compute(children);
        return summary.receiverCount();
    }

    /** Receivers in the tree that came late. */
    int presentLate() {
        summary.compute(children);
        return summary.lateReceiverCount();
    }

    /** Receivers that came late and have confirmed the rest, those that have left included. */
    int late() {
        summary.compute(children);
        return SubtreeTally.sum(summary.lateCount(), tally.late());
    }

    /** Those that have left included. */
    int complete() {
        summary.compute(children);
        return SubtreeTally.sum(summary.completeCount(), tally.complete());
    }

    /** At most those expected that have not confirmed: one that was given up with its parent may have confirmed elsewhere since. */
    int failed() {
        int unconfirmed = Math.max(0, expected - complete());
        return Math.min(unconfirmed, SubtreeTally.sum(summary.failureCount(), tally.failed()));
    }

    /** Whether all that were expected have confirmed and left. */
    boolean allDone() {
        return tally.complete() >= expected;
    }
}
