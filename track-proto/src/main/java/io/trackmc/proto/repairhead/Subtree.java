package io.trackmc.proto.repairhead;

import io.trackmc.proto.aggregate.SubtreeFloor;
import io.trackmc.proto.aggregate.SubtreeSummary;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.window.SequenceTracker;

/** What this repair head and the children below it have together, and how much more its store takes in by that. */
final class Subtree {

    private final SessionState session;
    private final SequenceTracker tracker;
    private final ChildTable children;
    private final int storePackets;
    private final int windowPackets;
    private final SubtreeSummary summary = new SubtreeSummary();
    private final SubtreeFloor floor;

    Subtree(SessionState session, SequenceTracker tracker, ChildTable children, int storePackets, int windowPackets) {
        this.session = session;
        this.tracker = tracker;
        this.children = children;
        this.storePackets = storePackets;
        this.windowPackets = windowPackets;
        this.floor = new SubtreeFloor(children);
    }

    /** The children's newest reports, summarised now. Valid until the next call of this. */
    SubtreeSummary summarise() {
        floor.refresh();
        summary.compute(children);
        return summary;
    }

    /** The store takes in what it can without losing what a child still needs, and may still have. */
    void updateLimit() {
        floor.refresh();
        raiseLimit();
    }

    /** The same after a report of a child, when no other has reported since the last time. */
    void onReport(Child child) {
        floor.onReport(child);
        raiseLimit();
    }

    private void raiseLimit() {
        tracker.raiseLimit(Math.max(cumAck(), session.givenUp()) + storePackets);
    }

    /** Most packets that the store holds. */
    int storePackets() {
        return storePackets;
    }

    /** Everything up to here is at this node and at all below it. */
    long cumAck() {
        return Math.min(tracker.cumAck(), floor.cumAck());
    }

    /** Highest sequence that this node and all below it have room for. */
    long highestAllowed() {
        return Math.min(floor.highestAllowed(), tracker.cumAck() + windowPackets);
    }

    /** Whether this node itself has no more room than all below it. */
    boolean holdsRoom() {
        return tracker.cumAck() + windowPackets < floor.highestAllowed();
    }

    /** Oldest transport epoch that somebody below has installed, or {@link SubtreeSummary#NO_CHILD}. */
    long transportEpochBelow() {
        return floor.transportEpoch();
    }

    /** The same of content; 0 when no receiver has told. */
    long contentEpochBelow() {
        return floor.contentEpoch();
    }

    /** Whether no child needs anything up to {@code sequence}. */
    boolean childrenHave(long sequence) {
        return floor.cumAck() >= sequence;
    }

    /** The same of children with receivers below them. */
    boolean receiversHave(long sequence) {
        summary.compute(children);
        return sequence <= summary.receiversCumAck();
    }
}
