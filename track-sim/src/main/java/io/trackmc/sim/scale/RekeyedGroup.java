package io.trackmc.sim.scale;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fast.FastGroup;
import io.trackmc.sim.rekey.GroupKeys;
import io.trackmc.sim.rekey.GroupTrees;
import io.trackmc.sim.rekey.RealGroup;
import io.trackmc.sim.tree.Topology;
import java.util.BitSet;

/**
 * A group whose keys change.
 *
 * @param trees of both authorities
 * @param keys of nodes
 */
record RekeyedGroup(GroupTrees trees, GroupKeys keys) {

    static RekeyedGroup of(Crypto crypto, Topology topology, Seed seed) {
        GroupTrees trees = new GroupTrees(topology, new BitSet(), seed);
        GroupKeys keys = crypto == Crypto.FAST ? new FastGroup(trees, seed.child("fast")) : new RealGroup(trees);
        return new RekeyedGroup(trees, keys);
    }
}
