package io.trackmc.sim.fast;

import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.protect.ContentSealer;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.NodeKeys;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** Checksum keys of a tree, which all follow from one number; each node still uses only those that a deployment would give it. */
public final class FastKeys implements NodeKeys {

    static final long EPOCH = 1;

    private final Topology topology;
    private final BitSet parentsOfLeaves;
    private final long secret;

    public FastKeys(Topology topology, Seed seed) {
        this.topology = topology;
        this.parentsOfLeaves = topology.parentsOfLeaves();
        this.secret = seed.value();
    }

    @Override
    public HopKeys hopKeys(int node, Incarnation incarnation) {
        return new FastHopKeys(this, topology.place(node), incarnation);
    }

    @Override
    public ContentSealer sealer(int node, Incarnation incarnation) {
        return new FastContent(secret, incarnation);
    }

    @Override
    public ContentOpener opener() {
        return new FastContent(secret, Incarnation.ZERO);
    }

    long secret() {
        return secret;
    }

    boolean hasLeaves(int parent) {
        return parentsOfLeaves.get(parent);
    }

    /** Place of a node, or null for a stranger. */
    @Nullable
    Place find(int id) {
        return id >= 1 && id <= topology.places().size() ? topology.place(id) : null;
    }
}
