package io.trackmc.proto.repairhead;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.Linger;
import io.trackmc.proto.tree.FarewellCounts;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.SubtreeTally;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.UnbindReason;

/**
 * When a repair head is through with a session, and how it leaves, comes back to tell what it could not, and waits for the next.
 *
 * <pre>
 *   JOINING --parent confirms--> ACTIVE --closed, children done--> LEAVING --> WAITING
 *                                 |  ^                                            |
 *                      parent lost|  |another confirms       a new session begins |
 *                                 v  |                                            v
 *                             REPARENTING                                       ACTIVE
 * </pre>
 */
final class RepairHeadLifecycle {

    private static final long WAIT_FOR_SESSION_NS = 250_000_000L;

    /** How long an RH whose children are through waits for one that it lost, before it says good-bye. */
    private static final long LINGER_NS = 2_500_000_000L;

    private final SessionState session;
    private final SequenceTracker tracker;
    private final Upstream upstream;
    private final Region region;
    private final ToldCounts told;
    private final Linger linger = new Linger(LINGER_NS);
    private RepairHeadState state = RepairHeadState.JOINING;
    private FarewellCounts departing = FarewellCounts.NONE;

    RepairHeadLifecycle(
            SessionState session, SequenceTracker tracker, Upstream upstream, Region region, ToldCounts told) {
        this.session = session;
        this.tracker = tracker;
        this.upstream = upstream;
        this.region = region;
        this.told = told;
    }

    RepairHeadState state() {
        return state;
    }

    void onBound() {
        state = RepairHeadState.ACTIVE;
    }

    void onParentLost() {
        state = RepairHeadState.REPARENTING;
    }

    /** The success of a child that comes after the end is reported as long as somebody above listens. */
    void onChildBound(long nowNs) {
        if (state == RepairHeadState.WAITING) {
            rejoin(nowNs);
        }
    }

    /** The parent took note of the good-bye, or did not answer any more. */
    void onUnbound(long nowNs) {
        if (upstream.binds().hasHandedOver()) {
            told.complete().handedOver(departing.complete());
            told.late().handedOver(departing.late());
            region.tally().handOverFailed(departing.failed());
        }
        if (region.children().boundCount() > 0 || hasNews()) {
            rejoin(nowNs);
        } else {
            waitForSession();
            upstream.binds().restart(nowNs, WAIT_FOR_SESSION_NS);
        }
    }

    void onTimeout(long nowNs) {
        if (Deadlines.isDue(linger.deadlineNs(), nowNs)) {
            checkDone(nowNs);
        }
    }

    long deadlineNs() {
        return state == RepairHeadState.ACTIVE ? linger.deadlineNs() : Deadlines.NONE;
    }

    /** Leaves when the session is closed, all of it is here, and no child is left. */
    void checkDone(long nowNs) {
        boolean whole = session.isClosed() && tracker.cumAck() >= session.closeSequence();
        if (whole) {
            session.whole();
        }
        if (!whole || region.children().boundCount() > 0) {
            linger.cancel();
        } else if (state == RepairHeadState.REPARENTING && !hasNews()) {
            waitForSession();
        } else if (state == RepairHeadState.ACTIVE && (region.tally().failed() == 0 || linger.isOver(nowNs))) {
            sayGoodBye(nowNs);
        }
    }

    private void sayGoodBye(long nowNs) {
        state = RepairHeadState.LEAVING;
        departing = news();
        upstream.binds().leave(nowNs, UnbindReason.SESSION_DONE, departing);
    }

    /** Whether there are receivers, confirmed or given up, of which no parent was told. */
    private boolean hasNews() {
        return !news().equals(FarewellCounts.NONE);
    }

    private FarewellCounts news() {
        SubtreeTally tally = region.tally();
        return new FarewellCounts(
                told.complete().of(tally.complete()), told.late().of(tally.late()), tally.failed());
    }

    /** Asks to be let in again, to tell of a child, or of a confirmation, of the finished session. */
    private void rejoin(long nowNs) {
        state = RepairHeadState.REPARENTING;
        upstream.binds().sessionFinished(Incarnation.ZERO);
        upstream.binds().restart(nowNs, 0);
    }

    private void waitForSession() {
        state = RepairHeadState.WAITING;
        linger.cancel();
        upstream.binds().sessionFinished(session.incarnation());
    }
}
