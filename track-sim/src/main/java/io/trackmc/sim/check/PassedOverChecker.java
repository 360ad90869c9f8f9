package io.trackmc.sim.check;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Checks that a receiver passes over, without a gap, only what was sealed under content keys that it has never had, and, when it came late and was given nothing yet, what it would have begun with.
 * One source, of one run.
 *
 * <p>What it has had: the epoch that the authority had made last when it started, all that rekeys have brought since, and after a question to the
 * authority the one that was answered, but none in between.
 */
public final class PassedOverChecker implements WorldObserver {

    private final Violations violations;
    private final int source;
    private final LongSupplier newestEpoch;
    private final SourceEpochs epochs = new SourceEpochs();
    private final Map<Long, Integer> sealed = new HashMap<>();
    private final Map<Integer, Had> receivers = new HashMap<>();
    private long active;
    private long passedOver;

    /** @param newestEpoch the content epoch that the authority has made last */
    public PassedOverChecker(Violations violations, int source, LongSupplier newestEpoch) {
        this.violations = violations;
        this.source = source;
        this.newestEpoch = newestEpoch;
        this.active = newestEpoch.getAsLong();
    }

    /** Sequences that were passed over and judged. */
    public long passedOver() {
        return passedOver;
    }

    @Override
    public void onHost(long atNs, int node, int run, HostChange change) {
        if (change == HostChange.STARTED) {
            receivers.put(node, new Had(newestEpoch.getAsLong()));
        }
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (transmission.node() == source && WireView.hasInner(datagram)) {
            epochs.sent(datagram, active);
            if (WireView.stream(datagram) == 0) {
                sealed.putIfAbsent(WireView.sequence(datagram), SourceEpochs.contentSpi(datagram));
            }
        }
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        Had had = receivers.get(node);
        if (had != null) {
            had.mayBeginLater = false;
        }
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        Had had = receivers.get(node);
        if (had == null) {
            return;
        }
        switch (event) {
            case EpochActivated flip when node == source && flip.layer() == KeyLayer.CONTENT -> active = flip.epoch();
            case LeftBehind behind when behind.layer() == KeyLayer.CONTENT -> had.asked = true;
            case EpochInstalled installed when installed.layer() == KeyLayer.CONTENT -> had.install(installed.epoch());
            case SessionOpened opened -> had.mayBeginLater = opened.firstSequence() > 1;
            case PassedOver over -> judge(atNs, node, had, over);
            default -> {
                // Others say nothing of content keys.
            }
        }
    }

    private void judge(long atNs, int node, Had had, PassedOver over) {
        for (long s = over.first(); s <= over.last(); s++) {
            Integer spi = sealed.get(s);
            passedOver++;
            if (spi != null && had.epochs.contains(epochs.of(spi)) && !had.mayBeginLater) {
                violations.report("passed over", atNs, "node %d passes over %d, which is of epoch %d: it has the key"
                        .formatted(node, s, epochs.of(spi)));
            }
        }
    }

    /** The epochs for which one run of a receiver has had keys. */
    private static final class Had {

        private final Set<Long> epochs = new HashSet<>();
        private long newest;
        private boolean asked;
        private boolean mayBeginLater;

        Had(long first) {
            epochs.add(first);
            newest = first;
        }

        /** Several rekeys that are applied at once are told of as one. */
        void install(long epoch) {
            for (long e = asked ? epoch : newest + 1; e <= epoch; e++) {
                epochs.add(e);
            }
            newest = epoch;
            asked = false;
        }
    }
}
