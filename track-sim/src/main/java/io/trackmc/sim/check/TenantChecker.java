package io.trackmc.sim.check;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks that only children of other tenants ask for the key of a region, and that none of them says it has installed a transport epoch before its parent
 * has given it the key of the region in that epoch.
 */
public final class TenantChecker implements WorldObserver {

    private static final int ASKS = 2;
    private static final int KEYS = 3;
    private static final int ANCESTOR_COUNT = 13;
    private static final int CONFIRM_BODY = 120;
    private static final int ENTRY_BYTES = 48;
    private static final int TRANSPORT_EPOCH = 72;

    private final Violations violations;
    private final SimNetwork network;
    private final Topology topology;
    /** Newest epoch whose key a parent has given a child; by both. */
    private final Map<Long, Long> given = new HashMap<>();
    private long keys;

    public TenantChecker(Violations violations, SimNetwork network, Topology topology) {
        this.violations = violations;
        this.network = network;
        this.topology = topology;
    }

    /** Keys of regions that parents have sent. */
    public long keys() {
        return keys;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED || change == HostChange.CRASHED) {
            given.keySet().removeIf(pair -> (int) (long) pair == node);
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        int node = transmission.node();
        int peer = nodeAt(transmission.endpoint());
        byte[] datagram = transmission.bytes();
        switch (WireView.type(datagram)) {
            case WireView.BIND_REQUEST -> {
                if ((WireView.flags(datagram) & ASKS) != 0 && peer != 0 && !topology.areApart(node, peer)) {
                    violations.report("tenants", atNs,
                            "node %d asks node %d for the key of a region whose secret it has".formatted(node, peer));
                }
            }
            case WireView.BIND_CONFIRM -> onConfirm(node, peer, datagram);
            case WireView.TRACK -> {
                long told = WireView.body64(datagram, TRANSPORT_EPOCH);
                if (peer != 0 && topology.areApart(node, peer) && told > given.getOrDefault(pair(peer, node), 0L)) {
                    violations.report("tenants", atNs,
                            "node %d tells node %d that it has epoch %d, without the key of the region in that"
                                    .formatted(node, peer, told));
                }
            }
            default -> {
                // Says nothing of tenants.
            }
        }
    }

    /** An answer that goes elsewhere, because the request was sent on from there, may be sent on again. */
    private void onConfirm(int parent, int addressee, byte[] datagram) {
        int count = WireView.flags(datagram) & KEYS;
        if (count == 0) {
            return;
        }
        keys += count;
        int last = CONFIRM_BODY + Integer.BYTES * WireView.body8(datagram, ANCESTOR_COUNT) + (count - 1) * ENTRY_BYTES;
        long epoch = WireView.body64(datagram, last);
        for (Place place : topology.places()) {
            boolean reaches = addressee == 0 || !topology.areApart(addressee, parent) || addressee == place.id();
            if (reaches) {
                given.merge(pair(parent, place.id()), epoch, Math::max);
            }
        }
    }

    private int nodeAt(@Nullable Endpoint endpoint) {
        for (Place place : topology.places()) {
            if (endpoint != null && network.endpoint(place.id()).equals(endpoint)) {
                return place.id();
            }
        }
        return 0;
    }

    private static long pair(int parent, int child) {
        return (long) parent << Integer.SIZE | child;
    }
}
