package io.trackmc.sim.scale;

import io.trackmc.sim.tree.Topology;

/**
 * How large a tree is and what shape it has.
 *
 * @param receivers 1 to {@link #MAX_RECEIVERS}
 * @param fanout most children of a parent, {@link #MIN_FANOUT} to {@link #MAX_FANOUT}
 * @param levels below the sender, that of the receivers among them, {@link #fewestLevels} to {@link #MAX_LEVELS}; 0: as few as the fan-out
 *        allows
 * @param tenants over which the branches below the sender are spread in turn, 1 to {@link #MAX_TENANTS} and to the number of branches; 1: everything is
 *        everybody's
 */
public record TreePlan(int receivers, int fanout, int levels, int tenants) {

    /** Largest number of receivers. */
    public static final int MAX_RECEIVERS = 1_000_000;

    /** Smallest fan-out. */
    public static final int MIN_FANOUT = 2;

    /** Largest fan-out. */
    public static final int MAX_FANOUT = 1_024;

    /** Largest number of levels. */
    public static final int MAX_LEVELS = 20;

    /** Largest number of tenants. */
    public static final int MAX_TENANTS = MAX_FANOUT;

    /** With as few levels as possible, and without tenants. */
    public TreePlan(int receivers, int fanout) {
        this(receivers, fanout, 0, 1);
    }

    /** The same with another number of receivers and as few levels as that allows. */
    public TreePlan withReceivers(int count) {
        TreePlan plan = new TreePlan(count, fanout);
        return new TreePlan(count, fanout, 0, Math.min(tenants, plan.branches()));
    }

    /** Repair heads below the sender. */
    public int branches() {
        return Math.min(receivers, fanout);
    }

    /** Fewest levels below the sender that a tree of this size has. */
    public int fewestLevels() {
        long leafParents = Math.ceilDiv(receivers, fanout);
        int fewest = 2;
        for (long parents = fanout; parents < leafParents; parents *= fanout) {
            fewest++;
        }
        return fewest;
    }

    Topology topology(int backups) {
        return Topology.filled(receivers, fanout, backups, Math.max(levels, fewestLevels()) - 1).withTenants(tenants);
    }
}
