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

    /** Counted when the session begins and when it is closed, but not between: while receivers move they are counted twice. */
    void expectPresent() {
        expected = Math.max(expected, present());
    }

    int expected() {
        return expected;
    }

    int present() {
        summary.compute(children);
        return summary.receiverCount();
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
