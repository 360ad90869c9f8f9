package io.trackmc.sim.world;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.node.Launcher;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.node.Workbench;
import io.trackmc.sim.observe.EventHash;
import io.trackmc.sim.observe.Observers;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * A deterministic world: nodes, a network between them, virtual time, and observers.
 *
 * <p>Equal worlds with equal seeds and equal commands have equal histories, byte for byte, which {@link #eventHash} shows. A run
 * stops at the first violation. Not thread-safe.
 */
public final class World {

    private static final long TEN_NET = 0x0000_FFFF_0A00_0000L;
    private static final int PORT = 45_000;

    private final Seed seed;
    private final EventQueue queue = new EventQueue();
    private final SimNetwork network;
    private final Observers observers = new Observers();
    private final Violations violations = new Violations();
    private final EventHash hash = new EventHash();
    private final Workbench bench = new Workbench();
    private final Map<Integer, SimNode> nodes = new TreeMap<>();
    private boolean ended;

    public World(Seed seed) {
        this.seed = seed;
        this.network = new SimNetwork(queue, seed.child("network"));
        observers.add(hash);
    }

    /** Adds a node that is not running yet. */
    public SimNode addNode(int id, HostSettings settings, Launcher launcher) {
        SimNode node = new SimNode(id, settings, launcher, seed.child("node").child(id), queue, network, observers,
                violations, bench);
        nodes.put(id, node);
        network.attach(id, new Endpoint(0, TEN_NET | id, PORT), node::arrive);
        return node;
    }

    /** A node by its id. */
    public SimNode node(int id) {
        return Objects.requireNonNull(nodes.get(id), () -> "no node " + id);
    }

    /** All nodes, by ascending id. */
    public Collection<SimNode> nodes() {
        return nodes.values();
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
