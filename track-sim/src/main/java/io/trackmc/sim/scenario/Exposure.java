package io.trackmc.sim.scenario;

import io.trackmc.sim.fault.Fault;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.BitSet;
import java.util.List;

/**
 * Whom the faults of a run can make lose data without breaking a promise.
 *
 * <p>A node is disturbed when it crashes or leaves, or stands still or is cut off for longer in all than nobody is given up for. A node is
 * solid when it is not disturbed, at least one of its parents is solid, and at most one is not: then it finds a new
 * parent well before its old place in the tree is forgotten. Every node that is not solid may report gaps.
 */
final class Exposure {

    private final Topology topology;
    private final BitSet disturbed = new BitSet();

    Exposure(Topology topology, List<Fault> faults) {
        this.topology = topology;
        long[] disturbedNs = new long[topology.places().size() + 1];
        for (Fault fault : faults) {
            BitSet nodes = touched(fault);
            long lengthNs = fault instanceof Fault.Crash || fault instanceof Fault.Drain ? Long.MAX_VALUE / 8
                    : fault.untilNs() - fault.atNs();
            nodes.stream().forEach(node -> disturbedNs[node] += lengthNs);
        }
        for (int node = 1; node < disturbedNs.length; node++) {
            disturbed.set(node, disturbedNs[node] > FaultPlan.HARMLESS_NS);
        }
    }

    /** Nodes that may report gaps. */
    BitSet gapsAllowed() {
        BitSet exposed = new BitSet();
        for (Place place : topology.places()) {
            exposed.set(place.id(), !isSolid(place, new BitSet()));
        }
        return exposed;
    }

    private boolean isSolid(Place place, BitSet below) {
        if (place.role() == Place.Role.SENDER) {
            return !disturbed.get(place.id());
        }
        if (disturbed.get(place.id()) || below.get(place.id())) {
            return false;
        }
        BitSet path = (BitSet) below.clone();
        path.set(place.id());
        long solid = place.parents().stream().filter(parent -> isSolid(topology.place(parent), path)).count();
        return solid >= 1 && solid >= place.parents().size() - 1;
    }

    private static BitSet touched(Fault fault) {
        BitSet nodes = new BitSet();
        switch (fault) {
            case Fault.Pause pause -> nodes.set(pause.node());
            case Fault.Crash crash -> nodes.set(crash.node());
            case Fault.Drain drain -> nodes.set(drain.node());
            case Fault.Cut cut -> nodes.or(cut.nodes());
            case Fault.Clog clog -> {
                nodes.set(clog.from());
                nodes.set(clog.to());
            }
        }
        return nodes;
    }
}
