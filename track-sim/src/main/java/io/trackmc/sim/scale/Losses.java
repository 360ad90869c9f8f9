package io.trackmc.sim.scale;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.util.BitSet;

/**
 * What paths lose: each by itself, and all that lead into a branch below the sender together. Whether a datagram is lost follows from its
 * number and the path, so nothing has to be remembered of millions of paths.
 */
final class Losses {

    /** Uneven paths lose between a fifteenth and 2.8 times of the mean: the quantiles of an exponential distribution. */
    private static final int STEPS = 8;

    /** The sender's access is an average one, so that what it sends is lost as planned. */
    private static final int AVERAGE = STEPS;

    private static final double[] UNEVEN = uneven();
    private static final double UNIT = 0x1p-53;
    private static final int SPARE_BITS = 11;

    private final PathPlan plan;
    private final long spellNs;
    private final Seed paths;
    private final Seed branches;
    private final Seed spells;
    private final Seed regions;
    private final BitSet lossy = new BitSet();
    private final byte[] steps;
    private final int[] branchOf;

    /** @param spellNs length of a spell in which a path loses everything or nothing; 0: each datagram is lost by itself */
    Losses(PathPlan plan, Topology topology, long spellNs, Seed seed) {
        this.plan = plan;
        this.spellNs = spellNs;
        this.paths = seed.child("paths");
        this.branches = seed.child("branches");
        this.spells = seed.child("spells");
        this.regions = seed.child("regions");
        int last = topology.of(Place.Role.RECEIVER).getLast().parents().getFirst();
        boolean uneven = plan.reach().isUneven();
        int nodes = topology.places().size() + 1;
        this.branchOf = new int[nodes];
        this.steps = new byte[uneven ? nodes : 0];
        Seed unevenness = seed.child("uneven");
        for (Place place : topology.places()) {
            int id = place.id();
            lossy.set(id, place.role() == Place.Role.RECEIVER && place.parents().getFirst() == last);
            branchOf[id] = place.level() > 1 ? branchOf[place.parents().getFirst()] : id;
            if (uneven) {
                steps[id] = id == Topology.SENDER ? AVERAGE : (byte) (unevenness.child(id).value() & (STEPS - 1));
            }
        }
    }

    boolean loses(long datagram, long atNs, int from, int to) {
        return losesOnPath(datagram, atNs, from, to) || losesIntoBranch(datagram, from, to)
                || losesInRegion(datagram, to);
    }

    private boolean losesOnPath(long datagram, long atNs, int from, int to) {
        if (plan.loss() == 0) {
            return false;
        }
        long path = ((long) from << Integer.SIZE) | to;
        double probability = steps.length == 0 ? plan.loss()
                : plan.loss() * (UNEVEN[steps[from]] + UNEVEN[steps[to]]) / 2;
        if (spellNs == 0) {
            return draw(paths.child(path), datagram) < probability;
        }
        long phaseNs = Long.remainderUnsigned(spells.child(path).value(), spellNs);
        return draw(paths.child(path), (atNs + phaseNs) / spellNs) < probability;
    }

    private boolean losesIntoBranch(long datagram, int from, int to) {
        return plan.branchLoss() > 0 && branchOf[from] != branchOf[to]
                && draw(branches.child(branchOf[to]), datagram) < plan.branchLoss();
    }

    private boolean losesInRegion(long datagram, int to) {
        return plan.regionLoss() > 0 && lossy.get(to) && draw(regions.child(to), datagram) < plan.regionLoss();
    }

    private static double draw(Seed seed, long key) {
        return (seed.child(key).value() >>> SPARE_BITS) * UNIT;
    }

    private static double[] uneven() {
        double[] factors = new double[STEPS + 1];
        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            factors[step] = -Math.log(1 - (step + 0.5) / STEPS);
            sum += factors[step];
        }
        for (int step = 0; step < STEPS; step++) {
            factors[step] *= STEPS / sum;
        }
        factors[AVERAGE] = 1;
        return factors;
    }
}
