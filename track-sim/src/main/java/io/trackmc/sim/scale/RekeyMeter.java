package io.trackmc.sim.scale;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.check.WireView;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.util.BitSet;

/**
 * Measures what rekeys cost receivers, and how soon the sender uses new keys. A receiver's host hears the regions of all parents that it may have; what
 * counts is what its parent sends.
 */
final class RekeyMeter implements WorldObserver {

    private static final double NS_PER_MS = 1e6;

    private final BitSet receivers;
    private final int[] parents;
    private final int[] bytes;
    private final long[] installedEpoch = new long[KeyLayer.values().length];
    private final long[] lastInstalledNs = new long[KeyLayer.values().length];
    private final long[] activeEpoch = new long[KeyLayer.values().length];
    private long longestNs;

    RekeyMeter(Topology topology) {
        this.receivers = topology.ids(Place.Role.RECEIVER);
        this.parents = new int[topology.places().size() + 1];
        this.bytes = new int[parents.length];
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        if (WireView.type(datagram.bytes()) == WireView.REKEY && WireView.origin(datagram.bytes()) == parents[node]) {
            bytes[node] += datagram.bytes().length;
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        switch (event) {
            case ParentBound bound -> parents[node] = bound.parent();
            case EpochInstalled installed -> {
                int layer = installed.layer().ordinal();
                if (installed.epoch() >= installedEpoch[layer]) {
                    installedEpoch[layer] = installed.epoch();
                    lastInstalledNs[layer] = atNs;
                }
            }
            case EpochActivated activated when node == Topology.SENDER -> {
                int layer = activated.layer().ordinal();
                activeEpoch[layer] = activated.epoch();
                if (activated.epoch() == installedEpoch[layer]) {
                    longestNs = Math.max(longestNs, atNs - lastInstalledNs[layer]);
                }
            }
            default -> {
                // Others say nothing of keys.
            }
        }
    }

    /** The epoch that the sender uses; 0 the one with which it began. */
    long active(KeyLayer layer) {
        return activeEpoch[layer.ordinal()];
    }

    /** Longest time from the last member's installation of an epoch to its use by the sender. */
    double changeoverMillis() {
        return longestNs / NS_PER_MS;
    }

    /** Most bytes that reached one receiver. */
    int maxBytes() {
        return receivers.stream().map(node -> bytes[node]).max().orElse(0);
    }

    /** Bytes that reached a receiver on average. */
    double meanBytes() {
        return receivers.stream().mapToLong(node -> bytes[node]).average().orElse(0);
    }
}
