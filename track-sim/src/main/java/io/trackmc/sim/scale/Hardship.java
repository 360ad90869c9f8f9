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

/** What happens to hosts in the data phase: receivers come and go, many come at once, and repair heads die for good. */
final class Hardship {

    private static final double MINUTE_NS = 60e9;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BURST_EVERY_NS = 2 * SECOND_NS;
    private static final long BURST_NS = SECOND_NS / 10;
    private static final long CROWD_WITHIN_NS = 10 * SECOND_NS;

    private final World world;
    private final Topology topology;
    private final StreamChecker streams;
    private final HardshipPlan plan;
    private final long dataNs;
    private final Seed seed;
    private final BitSet crowd = new BitSet();

    /** @param dataNs how long the data phase is to be */
    Hardship(World world, Topology topology, StreamChecker streams, HardshipPlan plan, long dataNs, Seed seed) {
        this.world = world;
        this.topology = topology;
        this.streams = streams;
        this.plan = plan;
        this.dataNs = dataNs;
        this.seed = seed;
        RandomGenerator random = seed.child("crowd").generator();
        for (Place place : topology.of(Place.Role.RECEIVER)) {
            if (random.nextDouble() < plan.flashCrowd()) {
                crowd.set(place.id());
            }
        }
    }

    /** Whether a node is there from the beginning. */
    boolean isThereAtFirst(int node) {
        return !crowd.get(node);
    }

    /** Number of receivers that are there from the beginning. */
    int receiversAtFirst() {
        return topology.of(Place.Role.RECEIVER).size() - crowd.cardinality();
    }

    /** Plans everything; when the data phase begins. */
    void begin() {
        churn();
        rush();
        kill();
    }

    /** Crashes receivers in bursts of a tenth of a second; each comes back one to three seconds later. */
    private void churn() {
        RandomGenerator random = seed.child("churn").generator();
        long[] bursts = random.longs(Math.max(1, dataNs / BURST_EVERY_NS), 0, dataNs).toArray();
        for (Place place : topology.of(Place.Role.RECEIVER)) {
            if (random.nextDouble() < plan.churnPerMinute() * dataNs / MINUTE_NS && isThereAtFirst(place.id())) {
                long atNs = world.nowNs() + bursts[random.nextInt(bursts.length)] + random.nextLong(BURST_NS);
                SimNode node = world.node(place.id());
                streams.disturb(place.id());
                world.at(atNs, node::crash);
                world.at(atNs + SECOND_NS + random.nextLong(2 * SECOND_NS), node::start);
            }
        }
    }

    /** The crowd comes within ten seconds, or in the first half of a data phase that is shorter than twenty. */
    private void rush() {
        RandomGenerator random = seed.child("rush").generator();
        long withinNs = Math.min(CROWD_WITHIN_NS, dataNs / 2);
        for (int id = crowd.nextSetBit(0); id >= 0; id = crowd.nextSetBit(id + 1)) {
            streams.comesLate(id);
            world.at(world.nowNs() + random.nextLong(withinNs + 1), world.node(id)::start);
        }
    }

    /** Kills repair heads in the middle half of the data phase, but never all parents of a node. */
    private void kill() {
        RandomGenerator random = seed.child("kill").generator();
        List<Place> heads = new ArrayList<>(topology.of(Place.Role.REPAIR_HEAD));
        Collections.shuffle(heads, new Random(seed.child("order").value()));
        long wanted = Math.round(plan.killRepairHeads() * heads.size());
        if (wanted == 0) {
            return;
        }
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
        for (Place place : topology.places()) {
            while (place.role() != Place.Role.RECEIVER && children.size() <= place.id()) {
                children.add(new ArrayList<>());
            }
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
