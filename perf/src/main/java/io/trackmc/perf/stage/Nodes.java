package io.trackmc.perf.stage;

import io.trackmc.keys.payload.AeadProvider;
import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receiver.ReceiverConfig;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.sender.SenderConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.tree.ParentCandidate;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeKeys;
import java.util.List;
import java.util.SplittableRandom;

/** A sender and a receiver below it, with real keys. */
final class Nodes {

    static final int SENDER = Topology.SENDER;
    static final int RECEIVER = 2;
    static final Incarnation RUN = new Incarnation(1, 2);
    static final Incarnation RECEIVER_RUN = new Incarnation(3, 4);
    static final ProtocolConfig CONFIG = ProtocolConfig.lan();

    private static final int PORT = 7000;

    final TreeKeys keys = new TreeKeys(new Topology(List.of(new Place(SENDER, Role.SENDER, 0, List.of()),
            new Place(RECEIVER, Role.RECEIVER, 1, List.of(SENDER)))), new Seed(7));
    final HopKeys senderHops = keys.hopKeys(SENDER, RUN);
    final HopKeys receiverHops = keys.hopKeys(RECEIVER, RECEIVER_RUN);

    /** Where AES-GCM comes from here. */
    static String provider() {
        return AeadProvider.chosen().name();
    }

    SenderEngine sender() {
        return new SenderEngine(senderHops, keys.sealer(SENDER, RUN), new SenderConfig(PORT + SENDER), CONFIG);
    }

    ReceiverEngine receiver() {
        ParentCandidate parent = new ParentCandidate(SENDER, 0, endpoint(SENDER));
        return new ReceiverEngine(receiverHops, keys.opener(),
                new ReceiverConfig(SENDER, 0, List.of(parent), false, Incarnation.ZERO), CONFIG,
                new SplittableRandom(1));
    }

    /** The unicast socket of a node. */
    static Endpoint endpoint(int node) {
        return new Endpoint(0, 0x0000_FFFF_0A00_0000L + node, PORT + node);
    }
}
