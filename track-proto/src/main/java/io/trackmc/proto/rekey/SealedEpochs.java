package io.trackmc.proto.rekey;

import io.trackmc.proto.time.Deadlines;

/**
 * The changeover of content epochs at the sender: it seals under the next epoch when all receivers have it, or the hard deadline has
 * come; but never while somebody still lacks a packet of the epoch two back, whose key receivers must keep for it. What is to be
 * sealed after the hard deadline then waits.
 */
public final class SealedEpochs {

    private final Changeover changeover;
    private long lastOfPrevious;
    private long lastBeforePrevious;

    SealedEpochs(Changeover changeover) {
        this.changeover = changeover;
    }

    void start(long nowNs) {
        changeover.start(nowNs);
    }

    void onApplied(long nowNs) {
        changeover.onApplied(nowNs);
    }

    /**
     * Looks whether the time has come.
     *
     * @param lowestInstalled lowest content epoch that a receiver has installed; very high when there are none
     * @param stable everybody has everything up to here
     * @param lastSealed last sequence that was sealed
     * @return whether the next epoch is used from now on
     */
    boolean check(long nowNs, long lowestInstalled, long stable, long lastSealed) {
        if (stable >= lastOfPrevious) {
            changeover.retire(nowNs);
        }
        boolean all = lowestInstalled >= changeover.installed();
        boolean due = (all && changeover.mayFlip(nowNs)) || changeover.mustFlip(nowNs);
        if (!due || stable < lastOfPrevious) {
            return false;
        }
        long before = changeover.active();
        changeover.flip(nowNs);
        // Who is told where the epoch before begins takes it for the one with the number before: a sender that was given later keys has not used that.
        lastBeforePrevious = changeover.active() == before + 1 ? lastOfPrevious : lastSealed;
        lastOfPrevious = lastSealed;
        return true;
    }

    /** Whether nothing may be sealed now: the epoch in use has had its time, and the next cannot be used yet. */
    public boolean isHeld(long nowNs) {
        return changeover.mustFlip(nowNs);
    }

    /** First sequence that is sealed under the epoch in use, or would be. */
    public long first() {
        return lastOfPrevious + 1;
    }

    /** First sequence that was sealed under the epoch with the number before; the same as {@link #first} when none was, or that was not used. */
    public long firstOfPrevious() {
        return lastBeforePrevious + 1;
    }

    long deadlineNs(long nowNs) {
        return changeover.isPending() ? changeover.deadlineNs(nowNs) : Deadlines.NONE;
    }
}
