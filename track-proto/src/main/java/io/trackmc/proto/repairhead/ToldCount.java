package io.trackmc.proto.repairhead;

import io.trackmc.proto.protect.Incarnation;

/**
 * How many confirmations of its subtree a repair head tells its parent of: those of which it has told no former parent.
 *
 * <p>A parent that is gone may have passed on what it was told, or not; nobody can tell. If another were told again, a receiver could be
 * counted twice and cover up for one that never confirmed. So that little is lost with a parent that is dead and not known to be, Tracks
 * tell only of what was there before the parent was heard last.
 */
final class ToldCount {

    private int formerParents;
    private int presentParent;
    private int tellable;
    private int waiting;
    private long waitingSinceNs;
    private int parent;
    private Incarnation run = Incarnation.ZERO;

    /** A parent confirmed. The same run of the same parent is told everything again, as it knows. */
    void boundTo(int id, Incarnation incarnation) {
        if (id != parent || !incarnation.equals(run)) {
            handedOver(0);
            parent = id;
            run = incarnation;
        }
    }

    /** Of so many that have confirmed in all, how many the present parent may be told of. */
    int of(int total) {
        return Math.max(0, total - formerParents);
    }

    /**
     * How many of them the next Track tells of.
     *
     * @param heardNs when the parent was heard last
     */
    int tell(long nowNs, int total, long heardNs) {
        if (waiting > tellable && heardNs - waitingSinceNs > 0) {
            tellable = waiting;
        }
        if (total > waiting) {
            waiting = total;
            waitingSinceNs = nowNs;
        }
        int told = of(Math.min(total, tellable));
        presentParent = Math.max(presentParent, told);
        return told;
    }

    /** Whether there are some that wait until the parent is heard. */
    boolean isWaiting() {
        return waiting > tellable;
    }

    /** Of how many the present parent was told. */
    int present() {
        return presentParent;
    }

    /** The present parent was given so many for good; from now on it is a former one. */
    void handedOver(int count) {
        formerParents = (int) Math.min((long) formerParents + Math.max(presentParent, count), Integer.MAX_VALUE);
        presentParent = 0;
    }

    /** Another session begins. */
    void clear() {
        tellable = 0;
        waiting = 0;
        formerParents = 0;
        presentParent = 0;
    }
}
