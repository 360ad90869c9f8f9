package io.trackmc.proto.repairhead;

import io.trackmc.proto.aggregate.SubtreeSummary;
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

    Subtree(SessionState session, SequenceTracker tracker, ChildTable children, int storePackets, int windowPackets) {
        this.session = session;
        this.tracker = tracker;
        this.children = children;
        this.storePackets = storePackets;
        this.windowPackets = windowPackets;
    }

    /** The children's newest reports, summarised now. Valid until the next call of this or of {@link #updateLimit}. */
    SubtreeSummary summarise() {
        summary.compute(children);
        return summary;
    }

    /** The store takes in what it can without losing what a child still needs, and may still have. */
    void updateLimit() {
        summary.compute(children);
        tracker.raiseLimit(Math.max(cumAck(), session.givenUp()) + storePackets);
    }

    /** Most packets that the store holds. */
    int storePackets() {
        return storePackets;
    }

    /** Everything up to here is at this node and at all below it; as last summarised. */
    long cumAck() {
        return Math.min(tracker.cumAck(), summary.cumAck());
    }

    /** Highest sequence that this node and all below it have room for; as last summarised. */
    long highestAllowed() {
        return Math.min(summary.highestAllowed(), tracker.cumAck() + windowPackets);
    }

    /** Whether this node itself has no more room than all below it; as last summarised. */
    boolean holdsRoom() {
        return tracker.cumAck() + windowPackets < summary.highestAllowed();
    }

    /** Whether no child needs anything up to {@code sequence}; as last summarised. */
    boolean childrenHave(long sequence) {
        return summary.cumAck() >= sequence;
    }

    /** The same of children with receivers below them. */
    boolean receiversHave(long sequence) {
        return sequence <= summary.receiversCumAck();
    }
}
