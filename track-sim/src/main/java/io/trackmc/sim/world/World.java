package io.trackmc.sim.world;

import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.node.Launcher;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.node.Site;
import io.trackmc.sim.node.Workbench;
import io.trackmc.sim.observe.EventHash;
import io.trackmc.sim.observe.Observers;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A deterministic world: nodes, a network between them, virtual time, and observers.
 *
 * <p>Equal worlds with equal seeds and equal commands have equal histories, byte for byte, which {@link #eventHash} shows. A run
 * stops at the first violation. Not thread-safe.
 */
public final class World {

    private static final int FIRST_CAPACITY = 16;

    private final Seed seed;
    private final EventQueue queue = new EventQueue();
    private final SimNetwork network;
    private final Observers observers = new Observers();
    private final Violations violations = new Violations();
    private final EventHash hash = new EventHash();
    private final Site site;
    private @Nullable SimNode[] byId = new SimNode[FIRST_CAPACITY];
    private int nodes;
    private boolean ended;

    public World(Seed seed) {
        this.seed = seed;
        this.network = new SimNetwork(queue, seed.child("network"));
        this.site = new Site(queue, network, observers, violations, new Workbench());
        observers.add(hash);
    }

    /**
     * Adds a node that is not running yet.
     *
     * @param id 0 to 16,777,215, of no other node; memory is taken for all ids up to it
     */
    public SimNode addNode(int id, HostSettings settings, Launcher launcher) {
        SimNode node = new SimNode(id, settings, launcher, seed.child("node").child(id), site);
        network.attach(id, node);
        if (id >= byId.length) {
            byId = Arrays.copyOf(byId, Math.max(id + 1, id + (id >> 1)));
        }
        byId[id] = node;
        nodes++;
        return node;
    }

    /** A node by its id. */
    public SimNode node(int id) {
        SimNode node = id >= 0 && id < byId.length ? byId[id] : null;
        if (node == null) {
            throw new IllegalArgumentException("no node " + id);
        }
        return node;
    }

    /** All nodes, by ascending id. */
    public List<SimNode> nodes() {
        List<SimNode> all = new ArrayList<>(nodes);
        for (SimNode node : byId) {
            if (node != null) {
                all.add(node);
            }
        }
        return all;
    }

    /** The network, to change while the world runs. */
    public SimNetwork network() {
        return network;
    }

    /** Adds an observer or checker; it sees what happens from now on. */
    public void observe(WorldObserver observer) {
        observers.add(observer);
    }

    /** Where checkers report to. */
    public Violations violations() {
        return violations;
    }

    /** Nanoseconds since the start of the run. */
    public long nowNs() {
        return queue.nowNs();
    }

    /** Does something at a time since the start of the run. */
    public void at(long atNs, Runnable action) {
        queue.at(atNs, action);
    }

    /** Fingerprint of the run so far. */
    public long eventHash() {
        return hash.value();
    }

    /** Runs for a time, or until the first violation. */
    public void runFor(long durationNs) {
        runUntil(() -> false, durationNs);
    }

    /**
     * Runs until {@code condition} holds.
     *
     * @param budgetNs simulated time after which to give up
     * @return whether the condition holds; false also after a violation
     */
    public boolean runUntil(BooleanSupplier condition, long budgetNs) {
        long limitNs = nowNs() + budgetNs;
        while (violations.isEmpty() && !condition.getAsBoolean()) {
            if (!queue.step(limitNs)) {
                return condition.getAsBoolean();
            }
        }
        return violations.isEmpty();
    }

    /** Tells observers that the run is over; once. */
    public void end() {
        if (!ended) {
            ended = true;
            observers.onEnd(nowNs());
        }
    }
}
