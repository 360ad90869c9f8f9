package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.EjectReason;

/**
 * What a child does that has lost its parent, by why it is lost: for how long it counts as one that another parent may still count, whom it asks next, and how soon.
 *
 * <p>A parent that sent this child away counts it no longer. One that the child gave up itself still may, and so the child must not be expected to confirm twice:
 * a parent that fell silent is given up by its own parent after the silence of a repair head, with all that it counted; one that lives gives up a child that went away sooner.
 *
 * <p>The rules are in docs/architecture.md, "Finding a parent". Of an engine's one thread.
 */
final class FailOver {

    private final ParentSearch search;
    private final BindAttempts attempts;
    private final TreeTiming timing;
    private long settledNs = Deadlines.NONE;

    FailOver(ParentSearch search, BindAttempts attempts, TreeTiming timing) {
        this.search = search;
        this.attempts = attempts;
        this.timing = timing;
    }

    /** Why a parent is lost that sends this child away and goes on itself. */
    static ParentLoss cause(EjectReason reason) {
        return reason == EjectReason.CHILD_TOO_SLOW ? ParentLoss.TOO_SLOW : ParentLoss.EJECTED;
    }

    /** Why a parent is lost that refuses a child which it had. */
    static ParentLoss cause(BindRejectReason reason) {
        return reason == BindRejectReason.TOO_SLOW ? ParentLoss.TOO_SLOW : ParentLoss.EJECTED;
    }

    /** The parent is lost; another is looked for in the same session. */
    void begin(long nowNs, ParentLoss why) {
        boolean sentAway = why == ParentLoss.EJECTED || why == ParentLoss.TOO_SLOW;
        settledNs = sentAway ? Deadlines.NONE
                : Deadlines.after(nowNs, timing.interiorSilenceNs() + timing.probes() * timing.probeNs());
        search.rejoin(true);
    }

    /**
     * Turns to the candidate that is asked in place of the lost parent: one that said lately that it is connected, and else the next. Who held the group back stays away from all for a while.
     *
     * @param lost the bond with that parent
     * @return SEARCHING, or BINDING when somebody is asked at once
     */
    BindState turn(long nowNs, ParentLoss why, ParentBond lost) {
        attempts.hurry(lost.rttNs());
        search.stayAway(why == ParentLoss.TOO_SLOW);
        return attempts.from(nowNs, search.afterLoss(nowNs), search.lossPauseNs(nowNs, lost.siblings()));
    }

    /** Whether no parent that was lost can count this child any more. */
    boolean isSettled(long nowNs) {
        return settledNs == Deadlines.NONE || Deadlines.isDue(settledNs, nowNs);
    }
}
