package io.trackmc.sim.fuzz;

import io.trackmc.proto.engine.EngineEvent;
import java.util.Arrays;

/** All that engines let out, when they did, as one number: two runs did the same if their numbers are the same. */
final class Transcript {

    private static final long PRIME = 0x9E37_79B9_7F4A_7C15L;

    private long hash;

    void add(long nowNs, int node, byte[] datagram) {
        mix(nowNs, node, Arrays.hashCode(datagram));
    }

    void add(long nowNs, int node, EngineEvent event) {
        mix(nowNs, node, event.toString().hashCode());
    }

    /** Adds how much a node has delivered; nothing when that is nothing new. */
    void add(long nowNs, int node, int delivered) {
        if (delivered > 0) {
            mix(nowNs, node, delivered);
        }
    }

    long hash() {
        return hash;
    }

    private void mix(long nowNs, int node, int what) {
        hash = Long.rotateLeft(hash, 17) * PRIME + nowNs;
        hash = Long.rotateLeft(hash, 17) * PRIME + (((long) node << Integer.SIZE) | (what & 0xFFFF_FFFFL));
    }
}
