package io.trackmc.proto.repairhead;

import io.trackmc.proto.aggregate.LossMeter;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.DataActivity;
import io.trackmc.proto.window.SequenceTracker;

/**
 * How far the source has come: known from its data channel at once, from hints of other channels only when the data channel stays silent.
 * What a new edge leaves behind as missing is asked for and counted as lost.
 */
final class LeadingEdge {

    private final SessionState session;
    private final SequenceTracker tracker;
    private final Upstream upstream;
    private final DataActivity activity = new DataActivity();
    private final LossMeter loss = new LossMeter();

    LeadingEdge(SessionState session, SequenceTracker tracker, Upstream upstream) {
        this.session = session;
        this.tracker = tracker;
        this.upstream = upstream;
    }

    /** An authentic packet of the data channel that is no replay came in. */
    void heardSource() {
        activity.heard();
    }

    /** Another channel tells of the data channel's leading edge. */
    void hint(long nowNs, long sequence) {
        if (sequence > tracker.highest()) {
            activity.hint(nowNs, sequence);
        }
    }

    /** The source has come to {@code sequence}. */
    void learn(long nowNs, long sequence) {
        if (session.isOpen() && tracker.learnHighest(sequence)) {
            advanced(nowNs);
        }
    }

    /** A sequence that was not held until now came in and is marked as held. */
    void received(long nowNs, boolean newest) {
        loss.received();
        if (newest) {
            advanced(nowNs);
        }
    }

    /** Loss rate of this node itself, in 1/65,535. */
    int lossRate() {
        return loss.rate();
    }

    /** This node was called late. */
    void postpone(long nowNs) {
        activity.postpone(nowNs);
    }

    void onTimeout(long nowNs) {
        if (activity.isDue(nowNs)) {
            learn(nowNs, activity.hinted());
        }
    }

    long deadlineNs() {
        return activity.deadlineNs();
    }

    private void advanced(long nowNs) {
        int found = upstream.onLeadingEdge(nowNs);
        if (found > 0) {
            loss.lost(found);
        }
    }
}
