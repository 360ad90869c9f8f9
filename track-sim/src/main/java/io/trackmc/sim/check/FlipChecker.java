package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochRetired;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Checks that a receiver takes a content epoch into use, and forgets the one before, only after something reached it that the source had
 * sealed under that epoch or a later one, whatever others say of epochs.
 */
public final class FlipChecker implements WorldObserver {

    private final Violations violations;
    private final int source;
    private final SourceEpochs epochs = new SourceEpochs();
    private final Map<String, Integer> sealed = new HashMap<>();
    private final Map<Integer, Set<Integer>> arrived = new HashMap<>();
    private long sourceEpoch;
    private long flips;

    public FlipChecker(Violations violations, int source) {
        this.violations = violations;
        this.source = source;
    }

    /** Changes of content epochs at receivers that were judged. */
    public long flips() {
        return flips;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (transmission.node() != source || !WireView.hasInner(datagram)) {
            return;
        }
        epochs.sent(datagram, sourceEpoch);
        if (SourceEpochs.isContent(datagram)) {
            sealed.putIfAbsent(name(datagram), SourceEpochs.contentSpi(datagram));
        }
    }

    @Override
    public void onArrival(long atNs, int node, Datagram datagram) {
        byte[] bytes = datagram.bytes();
        if (WireView.isWhole(bytes) && WireView.hasInner(bytes)) {
            Integer spi = sealed.get(name(bytes));
            if (spi != null) {
                arrived.computeIfAbsent(node, _ -> new HashSet<>()).add(spi);
            }
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        if (node == source) {
            if (event instanceof EpochActivated changed && changed.layer() == KeyLayer.CONTENT) {
                // What it seals now nobody has a header of yet that went over the network, if nobody was there.
                sourceEpoch = changed.epoch();
            }
            return;
        }
        switch (event) {
            case EpochActivated changed when changed.layer() == KeyLayer.CONTENT -> judge(atNs, node, "uses",
                    changed.epoch(), changed.epoch());
            case EpochRetired changed when changed.layer() == KeyLayer.CONTENT -> judge(atNs, node, "has forgotten",
                    changed.epoch(), changed.epoch() + 1);
            default -> {
                // Others say nothing of content keys.
            }
        }
    }

    private void judge(long atNs, int node, String what, long epoch, long needed) {
        flips++;
        boolean reached = arrived.getOrDefault(node, Set.of()).stream()
                .anyMatch(spi -> epochs.of(spi) >= needed);
        if (!reached) {
            violations.report("flip", atNs,
                    "node %d %s content epoch %d, and nothing of epoch %d or later has reached it".formatted(node, what,
                            epoch, needed));
        }
    }

    private static String name(byte[] datagram) {
        return WireView.stream(datagram) + "/" + WireView.sourceIncarnation(datagram) + "/"
                + WireView.sequence(datagram) + "/"
                + Arrays.hashCode(Arrays.copyOfRange(datagram, WireView.outerLength(datagram),
                        datagram.length - WireView.ICV));
    }
}
