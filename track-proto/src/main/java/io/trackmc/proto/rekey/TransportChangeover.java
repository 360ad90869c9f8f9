package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import io.trackmc.proto.time.Deadlines;

/**
 * The changeover of transport epochs at one node: the sender begins when all live children have the next epoch, everybody else follows
 * a parent that speaks to it alone under that, and at the hard deadline nobody waits any more. The epoch before ends the overlap later; at a node that
 * went on because it was left behind, the overlap after the hard deadline, or after its parent has gone on too: others may use it until then.
 *
 * <p>What came under a key that others share proves nothing: whoever has the next epoch's could make a node go on before the others, and
 * forget a key that they still use.
 */
final class TransportChangeover {

    private final Changeover changeover;
    private final KeyUpdates updates;
    private long retireNs = Deadlines.NONE;
    private boolean early;

    TransportChangeover(Changeover changeover, KeyUpdates updates) {
        this.changeover = changeover;
        this.updates = updates;
    }

    void start(long nowNs) {
        changeover.start(nowNs);
    }

    void onApplied(long nowNs) {
        changeover.onApplied(nowNs);
    }

    /** A packet of the parent to this node alone was authentic under this SPI; returns whether this node has flipped for that. */
    boolean onHeardAlone(long nowNs, int spi) {
        long epoch = updates.epochOf(KeyLayer.TRANSPORT, spi);
        long active = updates.activeEpoch(KeyLayer.TRANSPORT);
        if (early && epoch == active) {
            early = false;
            retireNs = Deadlines.earlier(retireNs, Deadlines.after(nowNs, changeover.overlapNs()));
        }
        if (!changeover.isPending() || epoch <= active) {
            return false;
        }
        flip(nowNs);
        return true;
    }

    /** At the sender: the lowest epoch that a live child has installed; returns whether this node has flipped for that. */
    boolean onQuorum(long nowNs, long lowestInstalled) {
        if (!changeover.mayFlip(nowNs) || lowestInstalled < changeover.installed()) {
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

    /** A node that was left behind does not wait for others, who are ahead; returns whether there was an epoch to go on to. */
    boolean catchUp(long nowNs) {
        if (!changeover.isPending()) {
            return false;
        }
        long lastNs = Deadlines.later(nowNs, changeover.mustFlipAtNs());
        flip(nowNs);
        early = true;
        retireNs = Deadlines.after(lastNs, changeover.overlapNs());
        return true;
    }

    /** Another epoch is in use without a changeover; packets of the one before are understood for the overlap. */
    void jumped(long nowNs) {
        changeover.jumped();
        retireNs = Deadlines.after(nowNs, changeover.overlapNs());
    }

    long deadlineNs(long nowNs) {
        return Deadlines.earlier(retireNs, changeover.deadlineNs(nowNs));
    }

    private void flip(long nowNs) {
        changeover.flip(nowNs);
        early = false;
        retireNs = Deadlines.after(nowNs, changeover.overlapNs());
    }
}
