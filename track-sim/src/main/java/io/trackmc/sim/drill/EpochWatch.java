package io.trackmc.sim.drill;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.TreeAuthority;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.world.World;

import java.util.Arrays;
import java.util.BitSet;

/** Which epochs came into use at the source, and who lacks the newest ones. */
final class EpochWatch implements WorldObserver {

    private final World world;
    private final Topology topology;
    private final TreeAuthority trees;
    private final long[][] installed;
    private final long[] given;
    private boolean begun;
    private long completed;
    private long behind;

    EpochWatch(World world, Topology topology, TreeAuthority trees) {
        this.world = world;
        this.topology = topology;
        this.trees = trees;
        installed = new long[topology.places().size() + 1][KeyLayer.values().length];
        given = Arrays.stream(KeyLayer.values()).mapToLong(trees::epoch).toArray();
    }

    /** The source begins to send. */
    void begin() {
        begun = true;
    }

    /** Looks who lacks the newest epochs now. */
    void end(BitSet expelled) {
        behind = topology.places().stream()
                .filter(place -> world.node(place.id()).isRunning() && !expelled.get(place.id()) && isBehind(place))
                .count();
    }

    /** Epochs of both layers that the source has gone on to since it began. */
    long completed() {
        return completed;
    }

    /** Nodes that lacked the newest epoch at the end. */
    long behind() {
        return behind;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED) {
            System.arraycopy(given, 0, installed[node], 0, given.length);
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        switch (event) {
            case EngineEvent.EpochInstalled fresh -> installed[node][fresh.layer().ordinal()] = fresh.epoch();
            case EngineEvent.EpochActivated _ when begun && node == Topology.SENDER -> completed++;
            default -> {
                // Says nothing of keys.
            }
        }
    }

    private boolean isBehind(Place place) {
        boolean lacksContent = place.role() != Place.Role.REPAIR_HEAD && lacks(place, KeyLayer.CONTENT);
        return lacksContent || lacks(place, KeyLayer.TRANSPORT);
    }

    private boolean lacks(Place place, KeyLayer layer) {
        return installed[place.id()][layer.ordinal()] < trees.epoch(layer);
    }
}
