package io.trackmc.sim.fuzz;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeKeys;
import java.util.List;

/** A small group with real keys: who is where, what everybody shares. Made once, used by each run. */
record Group(Topology topology, TreeKeys keys, ProtocolConfig config, SessionRules rules) {

    static final int SENDER = 1;
    static final int RH = 2;
    static final int OTHER_RH = 3;
    static final int RECEIVER = 4;
    static final int SIBLING = 5;

    private static final List<Place> COMMON = List.of(new Place(SENDER, Role.SENDER, 0, List.of()),
            new Place(RH, Role.REPAIR_HEAD, 1, List.of(SENDER)),
            new Place(OTHER_RH, Role.REPAIR_HEAD, 2, List.of(RH, SENDER)),
            new Place(RECEIVER, Role.RECEIVER, 2, List.of(RH, OTHER_RH)),
            new Place(SIBLING, Role.RECEIVER, 2, List.of(RH, OTHER_RH)));

    private static final ProtocolConfig CONFIG = ProtocolConfig.lan().withSizes(ProtocolConfig.MIN_DATAGRAM_BYTES, 64,
            4);

    /** Long enough for whoever is honest to repair what was lost. */
    private static final long HOLD_NS = 2_000_000_000L;

    /** A repair head under a repair head, and repair heads only under the sender. */
    static final Group INTERIOR = of(new Place(6, Role.RECEIVER, 3, List.of(OTHER_RH, RH)), 1);

    /** The same with a receiver directly under the sender. */
    static final Group MIXED = of(new Place(6, Role.RECEIVER, 1, List.of(SENDER, RH)), 1);

    /** The same nodes and SPIs as the first, with other secrets. */
    static final Group STRANGER = of(new Place(6, Role.RECEIVER, 3, List.of(OTHER_RH, RH)), 2);

    private static Group of(Place last, long seed) {
        Topology topology = new Topology(java.util.stream.Stream.concat(COMMON.stream(), List.of(last).stream())
                .toList());
        return new Group(topology, new TreeKeys(topology, new Seed(seed)), CONFIG, SessionRules.DEFAULT);
    }

    /** The same, where nobody is waited for longer than a hold time. */
    Group timely() {
        return new Group(topology, keys, config, SessionRules.timely(HOLD_NS, LateJoin.RETAINED));
    }

    /** The unicast socket of a node. */
    static Endpoint endpoint(int node) {
        return new Endpoint(0, 0x0000_FFFF_0A00_0000L + node, 7000 + node);
    }
}
