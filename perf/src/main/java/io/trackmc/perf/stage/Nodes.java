package io.trackmc.perf.stage;

import io.trackmc.keys.payload.AeadProvider;
import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.receiver.ReceiverConfig;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.repairhead.RepairHeadConfig;
import io.trackmc.proto.repairhead.RepairHeadEngine;
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

/** A sender, a repair head below it, and a receiver that may have either as its parent, with real keys. */
final class Nodes {

    static final int SENDER = Topology.SENDER;
    static final int REPAIR_HEAD = 2;
    static final int RECEIVER = 3;
    static final Incarnation RUN = new Incarnation(1, 2);
    static final Incarnation REPAIR_HEAD_RUN = new Incarnation(3, 4);
    static final Incarnation RECEIVER_RUN = new Incarnation(5, 6);
    static final ProtocolConfig CONFIG = ProtocolConfig.lan();

    private static final int PORT = 7000;

    final TreeKeys keys = new TreeKeys(new Topology(List.of(new Place(SENDER, Role.SENDER, 0, List.of()),
            new Place(REPAIR_HEAD, Role.REPAIR_HEAD, 1, List.of(SENDER)),
            new Place(RECEIVER, Role.RECEIVER, 1, List.of(SENDER, REPAIR_HEAD)))), new Seed(7));
    final HopKeys senderHops = keys.hopKeys(SENDER, RUN);
    final HopKeys repairHeadHops = keys.hopKeys(REPAIR_HEAD, REPAIR_HEAD_RUN);
    final HopKeys receiverHops = keys.hopKeys(RECEIVER, RECEIVER_RUN);

    /** Where AES-GCM comes from here. */
    static String provider() {
        return AeadProvider.chosen().name();
    }

    SenderEngine sender() {
        return new SenderEngine(senderHops, keys.sealer(SENDER, RUN), new SenderConfig(PORT + SENDER), CONFIG);
    }

    RepairHeadEngine repairHead() {
        return new RepairHeadEngine(repairHeadHops,
                new RepairHeadConfig(SENDER, region(REPAIR_HEAD), region(SENDER), PORT + REPAIR_HEAD, parent(SENDER)),
                CONFIG, new SplittableRandom(1));
    }

    /** @param parent sender or repair head */
    ReceiverEngine receiver(int parent) {
        return receiver(parent, receiverHops);
    }

    /** The same with keys that somebody looks into. */
    ReceiverEngine receiver(int parent, HopKeys hops) {
        return new ReceiverEngine(hops, keys.opener(),
                new ReceiverConfig(SENDER, region(parent), parent(parent), false, Incarnation.ZERO), CONFIG,
                new SplittableRandom(2));
    }

    private static List<ParentCandidate> parent(int node) {
        return List.of(new ParentCandidate(node, region(node), endpoint(node)));
    }

    private static int region(int node) {
        return node == SENDER ? 0 : node;
    }

    /** The unicast socket of a node. */
    static Endpoint endpoint(int node) {
        return new Endpoint(0, 0x0000_FFFF_0A00_0000L + node, PORT + node);
    }

    /** The node that has this unicast socket. */
    static int nodeAt(Endpoint endpoint) {
        return endpoint.port() - PORT;
    }
}
