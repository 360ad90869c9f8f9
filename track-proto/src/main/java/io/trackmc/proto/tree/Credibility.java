package io.trackmc.proto.tree;

import io.trackmc.proto.time.Deadlines;

/**
 * How far a parent still believes a child that calls INNERs bad (security rules, "Cache poisoning").
 *
 * <p>Each complaint is charged when it is taken, so what a child has in the air is bounded too; one that proves right gives the charge
 * back, and one more, because a copy that was on its way already can make a true complaint look false. A receiver whose budget is used
 * up is not believed any more in any of its runs. A repair head passes on what its own children say and each of those has a budget
 * there, so its charges are forgiven with time: liars below it must not silence the honest beside them.
 */
public final class Credibility {

    /** Complaints without reason that a receiver may make in all. */
    static final int OF_RECEIVER = 8;

    /** Complaints without reason that a repair head may have passed on lately. */
    static final int OF_REPAIR_HEAD = 64;

    /** After which one charge of a repair head is forgiven. */
    static final long FORGIVEN_AFTER_NS = 125_000_000L;

    private final boolean forgives;
    private int charges;
    private long countedNs = Deadlines.NONE;

    Credibility(boolean isRepairHead) {
        this.forgives = isRepairHead;
    }

    /** Takes a complaint; false when the child is not believed. */
    public boolean charge(long nowNs) {
        forgive(nowNs);
        if (charges >= (forgives ? OF_REPAIR_HEAD : OF_RECEIVER)) {
            return false;
        }
        charges++;
        return true;
    }

    /** One of its complaints was right. */
    public void wasRight() {
        charges = Math.max(0, charges - 2);
    }

    /** Complaints that were false, or are not decided yet. */
    public int charges() {
        return charges;
    }

    private void forgive(long nowNs) {
        if (charges == 0) {
            countedNs = nowNs;
        } else if (forgives) {
            long forgiven = (nowNs - countedNs) / FORGIVEN_AFTER_NS;
            charges = (int) Math.max(0, charges - forgiven);
            countedNs += forgiven * FORGIVEN_AFTER_NS;
        }
    }
}
