package io.trackmc.sim.net;

import io.trackmc.proto.engine.Endpoint;

import org.agrona.collections.Int2ObjectHashMap;

/** Which address the host of a node has: 10.0.0.0/8 and its id, so that a million of them need not be looked up. Not thread-safe. */
final class Addresses {

    /** Largest node id. */
    static final int MAX_NODE = 0x00FF_FFFF;

    /** No host. */
    static final int NOBODY = -1;

    private static final long TEN_NET = 0x0000_FFFF_0A00_0000L;
    private static final int PORT = 45_000;

    private final Int2ObjectHashMap<Endpoint> shared = new Int2ObjectHashMap<>();

    /** Address of a node. */
    static Endpoint of(int node) {
        return new Endpoint(0, TEN_NET | node, PORT);
    }

    /** The same, one object for all who ask. */
    Endpoint sharedOf(int node) {
        return shared.computeIfAbsent(node, Addresses::of);
    }

    /** The node with that address, or {@link #NOBODY}. */
    static int node(Endpoint endpoint) {
        long low = endpoint.low();
        boolean isHost = endpoint.high() == 0 && endpoint.port() == PORT && (low & ~(long) MAX_NODE) == TEN_NET;
        return isHost ? (int) low & MAX_NODE : NOBODY;
    }
}
