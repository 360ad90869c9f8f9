package io.trackmc.sim.check;

import io.trackmc.sim.observe.ContentHash;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;

import org.agrona.collections.Long2LongHashMap;

/**
 * Checks that each (source run, stream, sequence) has one INNER for ever, whoever sends it and under whatever key: repairs are
 * identical byte for byte, and no nonce is used for two contents.
 */
public final class InnerIdentityChecker implements WorldObserver {

    private static final long UNKNOWN = 0;

    private final Violations violations;
    private final Long2LongHashMap hashes = new Long2LongHashMap(UNKNOWN);

    public InnerIdentityChecker(Violations violations) {
        this.violations = violations;
    }

    @Override
    public void onTransmit(long atNs, Transmission transmission) {
        byte[] datagram = transmission.bytes();
        if (!WireView.isWhole(datagram) || !WireView.hasInner(datagram)) {
            return;
        }
        long hash = ContentHash.of(datagram, WireView.outerLength(datagram), WireView.innerLength(datagram)) | 1;
        long known = hashes.putIfAbsent(key(datagram), hash);
        if (known != UNKNOWN && known != hash) {
            violations.report("inner", atNs, "node %d sends another INNER for stream %d sequence %,d".formatted(
                    transmission.node(), WireView.stream(datagram), WireView.sequence(datagram)));
        }
    }

    private static long key(byte[] datagram) {
        long run = ContentHash.add(WireView.source(datagram), WireView.sourceIncarnation(datagram));
        return ContentHash.add(ContentHash.add(run, WireView.stream(datagram)), WireView.sequence(datagram));
    }
}
