package io.trackmc.sim.check;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Checks that a node which has a header that expels another sends that one neither repairs nor parts of rekeys any more, under whatever key; but
 * headers, by which it learns that it is expelled. Who records the request of a third node and sends it from the expelled one's address makes a parent
 * answer there with what the expelled one cannot have asked for: that says nothing of the parent.
 */
public final class ExpelledAnswerChecker implements WorldObserver {

    private static final long PARTS_MASK = (1 << 20) - 1;

    private final Violations violations;
    private final SimNetwork network;
    private final Map<Integer, BitSet> expelledAt = new HashMap<>();
    private final Map<Integer, Map<Endpoint, Integer>> borrowed = new HashMap<>();

    public ExpelledAnswerChecker(Violations violations, SimNetwork network) {
        this.violations = violations;
        this.network = network;
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (event instanceof Expelled expelled) {
            expelledAt.computeIfAbsent(node, _ -> new BitSet()).set(expelled.nodeId());
        }
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED) {
            expelledAt.remove(node);
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        if (datagram.origin() == Datagram.Origin.REPLAYED
                && WireView.isWhole(datagram.bytes())
                && WireView.type(datagram.bytes()) == WireView.REKEY_REQUEST) {
            borrowed.computeIfAbsent(node, _ -> new HashMap<>())
                    .put(datagram.source(), WireView.origin(datagram.bytes()));
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        BitSet expelled = expelledAt.get(transmission.node());
        int type = WireView.type(transmission.bytes());
        boolean isChunk = type == WireView.REKEY && (WireView.sequence(transmission.bytes()) & PARTS_MASK) != 0;
        if (expelled == null || transmission.endpoint() == null || (!isChunk && type != WireView.RDATA)) {
            return;
        }
        Integer asker = borrowed.getOrDefault(transmission.node(), Map.of()).get(transmission.endpoint());
        expelled.stream().filter(id -> network.endpoint(id).equals(transmission.endpoint()))
                .filter(id -> !isChunk || asker == null || asker == id)
                .forEach(id -> violations.report("expelled", atNs,
                        "node %d answers node %d, which it knows to be expelled".formatted(transmission.node(), id)));
    }
}
