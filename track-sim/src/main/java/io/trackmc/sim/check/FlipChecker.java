package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochRetired;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import java.nio.ByteBuffer;
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

    private static final int CONTENT_SPI = 4;
    private static final int TYPE = 3;
    private static final int CONTENT_REKEYS = 3;
    private static final int HEADER = 3;
    private static final int CONTROL = 1;
    private static final int EPOCH_TO = WireView.INNER_HEADER + 24;
    private static final int SPI = WireView.INNER_HEADER + 32;

    private final Violations violations;
    private final int source;
    private final Map<Integer, Long> epochs = new HashMap<>();
    private final Map<String, Integer> sealed = new HashMap<>();
    private final Map<Integer, Set<Integer>> arrived = new HashMap<>();
    private final Set<String> headers = new HashSet<>();
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
        ByteBuffer inner = ByteBuffer.wrap(datagram, WireView.outerLength(datagram), WireView.innerLength(datagram))
                .slice();
        int stream = WireView.stream(datagram);
        if (stream == CONTENT_REKEYS && inner.get(TYPE) == HEADER && headers.add(name(datagram))) {
            epochs.put(inner.getInt(SPI), inner.getLong(EPOCH_TO));
        } else if (stream <= CONTROL) {
            int spi = inner.getInt(CONTENT_SPI);
            sealed.putIfAbsent(name(datagram), spi);
            if (epochs.isEmpty()) {
                epochs.put(spi, sourceEpoch);
            }
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
        // Of an epoch whose rekey no child of the source has asked for yet, nothing is known here.
        boolean reached = arrived.getOrDefault(node, Set.of()).stream()
                .anyMatch(spi -> epochs.getOrDefault(spi, Long.MAX_VALUE) >= needed);
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
