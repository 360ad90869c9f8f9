package io.trackmc.sim.check;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
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
    private final Topology topology;
    private final Map<Endpoint, Integer> nodes = new HashMap<>();
    /** Newest epoch whose key a parent has given a child; by child, then by parent. */
    private final Map<Integer, Map<Integer, Long>> given = new HashMap<>();
    /** The same of answers that went where they may have been sent on from to anybody; by parent. */
    private final Map<Integer, Long> sentOn = new HashMap<>();
    private long keys;

    public TenantChecker(Violations violations, SimNetwork network, Topology topology) {
        this.violations = violations;
        this.topology = topology;
        topology.places().forEach(place -> nodes.put(network.endpoint(place.id()), place.id()));
    }

    /** Keys of regions that parents have sent. */
    public long keys() {
        return keys;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED || change == HostChange.CRASHED) {
            given.remove(node);
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
                if (peer != 0 && topology.areApart(node, peer) && told > newest(peer, node)) {
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
        if (addressee == 0 || !topology.areApart(addressee, parent)) {
            sentOn.merge(parent, epoch, Math::max);
        } else {
            given.computeIfAbsent(addressee, ignored -> new HashMap<>()).merge(parent, epoch, Math::max);
        }
    }

    private long newest(int parent, int child) {
        return Math.max(sentOn.getOrDefault(parent, 0L), given.getOrDefault(child, Map.of()).getOrDefault(parent, 0L));
    }

    private int nodeAt(@Nullable Endpoint endpoint) {
        return endpoint == null ? 0 : nodes.getOrDefault(endpoint, 0);
    }
}
