package io.trackmc.proto.testing;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.protect.Incarnation;

/** Addresses and runs of the nodes of a test, made from their ids. */
public final class Nodes {

    /** UDP port of every node. */
    public static final int PORT = 7000;

    private static final long NETWORK = 0x0000_ffff_0a00_0000L;

    private Nodes() {}

    /** Unicast socket of a node. */
    public static Endpoint endpoint(int id) {
        return new Endpoint(0, NETWORK | id, PORT);
    }

    /** The node that owns an address. */
    public static int idOf(Endpoint endpoint) {
        return (int) (endpoint.low() ^ NETWORK);
    }

    /** Run number {@code run} (from 1) of a node. */
    public static Incarnation incarnation(int id, int run) {
        return new Incarnation(1_700_000_000_000L + run, Mixer.mix(id + 7, run));
    }
}
