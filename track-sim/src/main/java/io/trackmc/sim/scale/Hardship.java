package io.trackmc.sim.scale;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.world.World;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;

/** Crashes of the data phase: receivers that come and go, and repair heads that die for good. */
final class Hardship {

    private static final double MINUTE_NS = 60e9;
    private static final long SECOND_NS = 1_000_000_000L;

    private final World world;
    private final Topology topology;
    private final StreamChecker streams;
    private final Seed seed;

    Hardship(World world, Topology topology, StreamChecker streams, Seed seed) {
        this.world = world;
        this.topology = topology;
        this.streams = streams;
        this.seed = seed;
    }

    /** Crashes each receiver with a probability of {@code perMinute} in a minute; it comes back one to three seconds later. */
    void churn(double perMinute, long dataNs) {
        RandomGenerator random = seed.child("churn").generator();
        for (Place place : topology.of(Place.Role.RECEIVER)) {
            if (random.nextDouble() < perMinute * dataNs / MINUTE_NS) {
                long atNs = world.nowNs() + random.nextLong(dataNs);
                SimNode node = world.node(place.id());
                streams.disturb(place.id());
                world.at(atNs, node::crash);
                world.at(atNs + SECOND_NS + random.nextLong(2 * SECOND_NS), node::start);
            }
        }
    }

    /** Kills a share of the repair heads in the middle half of the data phase, but never all parents of a node. */
    void kill(double share, long dataNs) {
        RandomGenerator random = seed.child("kill").generator();
        List<Place> heads = new ArrayList<>(topology.of(Place.Role.REPAIR_HEAD));
        Collections.shuffle(heads, new Random(seed.child("order").value()));
        long wanted = Math.round(share * heads.size());
        List<List<Place>> children = children();
        BitSet dead = new BitSet();
        for (Place head : heads) {
            if (dead.cardinality() < wanted && isSpared(children.get(head.id()), dead, head.id())) {
                dead.set(head.id());
                world.at(world.nowNs() + dataNs / 4 + random.nextLong(dataNs / 2 + 1), world.node(head.id())::crash);
            }
        }
    }

    private List<List<Place>> children() {
        List<List<Place>> children = new ArrayList<>();
        for (int id = 0; id <= topology.places().size(); id++) {
            children.add(new ArrayList<>());
        }
        topology.places().forEach(place -> place.parents().forEach(parent -> children.get(parent).add(place)));
        return children;
    }

    /** Whether every node that may be a child keeps another parent. */
    private static boolean isSpared(List<Place> children, BitSet dead, int head) {
        return children.stream().allMatch(
                child -> child.parents().stream().anyMatch(parent -> parent != head && !dead.get(parent)));
    }
}
