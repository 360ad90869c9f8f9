package io.trackmc.net.drill;

import io.trackmc.proto.engine.Endpoint;
import java.util.Set;

/**
 * One thing that is to go wrong.
 *
 * @param kind what
 * @param forNs how long it lasts; 0 for what does not end by itself
 * @param share of datagrams that are lost, above 0 and at most 1; 0 for other kinds
 * @param delayNs how long datagrams are held back; 0 for other kinds
 * @param jitterNs how much longer by chance, at most
 * @param offsetMs by how much the clock is ahead; below 0 behind, 0 for other kinds
 * @param peers with whom a node is cut off, or whom it shuns; empty for other kinds
 */
record FaultOrder(
        FaultKind kind, long forNs, double share, long delayNs, long jitterNs, long offsetMs, Set<Endpoint> peers) {

    public FaultOrder {
        peers = Set.copyOf(peers);
    }

    /** Of a kind that needs no more to be said. */
    static FaultOrder plain(FaultKind kind, long forNs) {
        return new FaultOrder(kind, forNs, 0, 0, 0, 0, Set.of());
    }
}
