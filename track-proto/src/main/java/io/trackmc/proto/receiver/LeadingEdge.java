package io.trackmc.proto.receiver;

import io.trackmc.proto.aggregate.LossMeter;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.DataActivity;
import io.trackmc.proto.window.SequenceTracker;

/**
 * How far the source has come: as the data channel itself tells, and, once that has been silent for a while, as other channels hint.
 * What a step forward leaves behind is missing, and is asked for.
 */
final class LeadingEdge {

    private final SequenceTracker tracker;
    private final Upstream upstream;
    private final DataActivity activity = new DataActivity();
    private final LossMeter loss = new LossMeter();

    LeadingEdge(SequenceTracker tracker, Upstream upstream) {
        this.tracker = tracker;
        this.upstream = upstream;
    }

    /** An authentic, fresh packet came in on the data channel. */
    void heard() {
        activity.heard();
    }

    /** Another channel tells that the source has come to {@code sequence}. */
    void hint(long nowNs, long sequence) {
        if (sequence > tracker.highest()) {
            activity.hint(nowNs, sequence);
        }
    }

    /** It is certain that the source has come to {@code sequence}. */
    void learn(long nowNs, long sequence) {
        if (tracker.learnHighest(sequence)) {
            findLosses(nowNs);
        }
    }

    /** A new sequence was received. */
    void received(long nowNs, boolean newest) {
        if (newest) {
            findLosses(nowNs);
        }
        loss.received();
    }

    /** This node was called late: what was on its way may still wait in its sockets. */
    void overslept(long nowNs) {
        activity.postpone(nowNs);
    }

    void onTimeout(long nowNs) {
        if (activity.isDue(nowNs)) {
            learn(nowNs, activity.hinted());
        }
    }

    /** When a waiting hint begins to count. */
    long deadlineNs() {
        return activity.deadlineNs();
    }

    /** Share of sequences that were missing at first, as a Track carries it. */
    int lossRate() {
        return loss.rate();
    }

    private void findLosses(long nowNs) {
        int found = upstream.onLeadingEdge(nowNs);
        if (found > 0) {
            loss.lost(found);
        }
    }
}
