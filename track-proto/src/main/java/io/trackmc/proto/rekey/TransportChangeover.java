package io.trackmc.proto.rekey;

import io.trackmc.proto.time.Deadlines;

/**
 * The changeover of transport epochs at one node: the sender begins when all live children have the next epoch, everybody else follows
 * whom it hears under it, and at the hard deadline nobody waits any more. The epoch before ends the overlap later.
 */
final class TransportChangeover {

    private final Changeover changeover;
    private final KnownRekeys known;
    private long retireNs = Deadlines.NONE;

    TransportChangeover(Changeover changeover, KnownRekeys known) {
        this.changeover = changeover;
        this.known = known;
    }

    void start(long nowNs) {
        changeover.start(nowNs);
    }

    void onApplied(long nowNs) {
        changeover.onApplied(nowNs);
    }

    /** A packet of the parent, or of the source, was authentic under this SPI; returns whether this node has flipped for that. */
    boolean onHeard(long nowNs, int spi) {
        if (!changeover.isPending() || spi != known.spi(changeover.installed())) {
            return false;
        }
        flip(nowNs);
        return true;
    }

    /** At the sender: the lowest epoch that a live child has installed; returns whether this node has flipped for that. */
    boolean onQuorum(long nowNs, long lowestInstalled) {
        boolean all = lowestInstalled >= known.epoch(changeover.installed());
        if (!changeover.mayFlip(nowNs) || !all) {
            return false;
        }
        flip(nowNs);
        return true;
    }

    /** Returns whether the hard deadline has come, and this node has flipped. */
    boolean onTimeout(long nowNs) {
        if (Deadlines.isDue(retireNs, nowNs)) {
            retireNs = Deadlines.NONE;
            changeover.retire(nowNs);
        }
        if (!changeover.mustFlip(nowNs)) {
            return false;
        }
        flip(nowNs);
        return true;
    }

    /** A node that was left behind does not wait for others, who are ahead. */
    void catchUp(long nowNs) {
        flip(nowNs);
    }

    long deadlineNs(long nowNs) {
        return Deadlines.earlier(retireNs, changeover.deadlineNs(nowNs));
    }

    private void flip(long nowNs) {
        changeover.flip(nowNs);
        retireNs = Deadlines.after(nowNs, changeover.overlapNs());
    }
}
