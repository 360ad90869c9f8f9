package io.trackmc.proto.repairhead;

import io.trackmc.proto.engine.EngineEvent.Drained;
import io.trackmc.proto.engine.EventQueue;
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
 *
 *   any --drain, and the last child has gone or time is up--> LEAVING, if there is a parent --> DRAINED
 *   any --expelled, and the last child has gone or time is up--> DRAINED
 * </pre>
 */
final class RepairHeadLifecycle {

    private static final long WAIT_FOR_SESSION_NS = 250_000_000L;

    /** How long an RH whose children are through waits for one that it lost, before it says good-bye. */
    private static final long LINGER_NS = 2_500_000_000L;

    /** How long one that drains serves children that know no other parent. */
    private static final long DRAIN_NS = 10_000_000_000L;

    /** How much longer it tries to tell a parent what it knows. */
    private static final long LAST_WORD_NS = 2_500_000_000L;

    /** How long an expelled one stays after its last child has gone, to confirm its good-bye, also a second time, or to send it away. */
    private static final long LAST_ANSWER_NS = 250_000_000L;

    private final SessionState session;
    private final SequenceTracker tracker;
    private final Upstream upstream;
    private final Region region;
    private final ToldCounts told;
    private final EventQueue events;
    private final Linger linger = new Linger(LINGER_NS);
    private RepairHeadState state = RepairHeadState.JOINING;
    private FarewellCounts departing = FarewellCounts.NONE;
    private boolean draining;
    private boolean expelled;
    private long drainUntilNs = Deadlines.NONE;

    RepairHeadLifecycle(
            SessionState session, SequenceTracker tracker, Upstream upstream, Region region, ToldCounts told,
            EventQueue events) {
        this.session = session;
        this.tracker = tracker;
        this.upstream = upstream;
        this.region = region;
        this.told = told;
        this.events = events;
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
        if (draining) {
            afterGoodBye(nowNs);
        } else if (region.children().boundCount() > 0 || hasNews()) {
            rejoin(nowNs);
        } else {
            waitForSession(nowNs);
        }
    }

    /** Hands the children over to other parents and leaves, as soon as none is here any more. */
    void drain(long nowNs) {
        if (!draining) {
            draining = true;
            drainUntilNs = Deadlines.after(nowNs, DRAIN_NS);
            region.drain(nowNs);
        }
        checkDone(nowNs);
    }

    /** Whether it was told to drain. */
    boolean isDraining() {
        return draining;
    }

    /** As {@link #drain}, of one that no parent listens to any more: it goes soon after its last child, and tells nobody. */
    void expel(long nowNs) {
        expelled = true;
        drain(nowNs);
    }

    void onTimeout(long nowNs) {
        if (Deadlines.isDue(drainUntilNs, nowNs)) {
            timeIsUp(nowNs);
        }
        if (Deadlines.isDue(linger.deadlineNs(), nowNs)) {
            checkDone(nowNs);
        }
    }

    long deadlineNs() {
        return state == RepairHeadState.ACTIVE ? Deadlines.earlier(drainUntilNs, linger.deadlineNs()) : drainUntilNs;
    }

    /** Leaves when the session is closed, all of it is here, and no child is left. */
    void checkDone(long nowNs) {
        boolean whole = session.isClosed() && tracker.cumAck() >= session.closeSequence();
        if (whole) {
            session.whole();
        }
        if (draining) {
            checkDrained(nowNs);
        } else if (!whole || isNeeded()) {
            linger.cancel();
        } else if (state == RepairHeadState.REPARENTING && !hasNews()) {
            waitForSession(nowNs);
        } else if (state == RepairHeadState.ACTIVE && (region.tally().failed() == 0 || linger.isOver(nowNs))) {
            sayGoodBye(nowNs);
        }
    }

    private void checkDrained(long nowNs) {
        if (expelled) {
            if (region.children().boundCount() == 0 && state != RepairHeadState.DRAINED) {
                drainUntilNs = Deadlines.earlier(drainUntilNs, Deadlines.after(nowNs, LAST_ANSWER_NS));
            }
            return;
        }
        if (isNeeded()) {
            return;
        }
        switch (state) {
            case ACTIVE -> sayGoodBye(nowNs);
            case JOINING, WAITING, REPARENTING -> stopUnless(hasNews());
            case LEAVING, DRAINED -> {}
        }
    }

    /** Whether there are children, or orphans of one that is gone may come for what is kept for them; they are waited for as long as that is held. */
    private boolean isNeeded() {
        return region.children().boundCount() > 0 || region.children().holdsAny();
    }

    /** A last child may have spoken meanwhile, and there is something to tell. */
    private void afterGoodBye(long nowNs) {
        boolean unfinished = region.children().boundCount() > 0 || hasNews();
        if (unfinished) {
            rejoin(nowNs);
        } else {
            stopUnless(false);
        }
    }

    /** Whoever is still a child is given up; then there is a little time for the last word, if somebody listens. */
    private void timeIsUp(long nowNs) {
        if (region.children().boundCount() > 0) {
            drainUntilNs = Deadlines.after(nowNs, LAST_WORD_NS);
            region.abandonAll(nowNs);
        } else {
            stopUnless(false);
        }
    }

    private void stopUnless(boolean unfinished) {
        if (!unfinished && state != RepairHeadState.DRAINED) {
            state = RepairHeadState.DRAINED;
            drainUntilNs = Deadlines.NONE;
            linger.cancel();
            events.add(new Drained());
        }
    }

    private void sayGoodBye(long nowNs) {
        state = RepairHeadState.LEAVING;
        departing = news();
        UnbindReason reason = session.isClosed() ? UnbindReason.SESSION_DONE : UnbindReason.APPLICATION;
        upstream.binds().leave(nowNs, reason, departing);
    }

    /** Whether there are receivers, confirmed or given up, of which no parent was told and one would listen. */
    private boolean hasNews() {
        return !expelled && !news().equals(FarewellCounts.NONE);
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
        upstream.binds().resume(nowNs);
    }

    private void waitForSession(long nowNs) {
        state = RepairHeadState.WAITING;
        linger.cancel();
        upstream.binds().sessionFinished(session.incarnation());
        // What it has it gives, but it is no way to a sender, and must not look like one.
        session.place(SessionState.DISCONNECTED);
        region.advertise();
        upstream.binds().restart(nowNs, WAIT_FOR_SESSION_NS);
    }
}
