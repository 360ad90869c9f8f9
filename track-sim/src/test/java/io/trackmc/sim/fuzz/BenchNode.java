package io.trackmc.sim.fuzz;

import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
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
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** One run of one node: its production engine with its real keys, and what came out of it. */
final class BenchNode {

    final Place place;
    final HopKeys keys;
    final Engine engine;
    final List<EngineEvent> events = new ArrayList<>();
    final List<byte[]> delivered = new ArrayList<>();
    final Publisher publisher = new Publisher();

    BenchNode(Group group, int id, Incarnation incarnation, long nowNs) {
        place = group.topology().place(id);
        keys = group.keys().hopKeys(id, incarnation);
        RandomGenerator random = new Seed(incarnation.high()).generator();
        engine = switch (place.role()) {
            case SENDER -> {
                SenderEngine made = new SenderEngine(keys,
                        group.keys().sealer(id, incarnation),
                        new SenderConfig(Group.endpoint(id).port(), group.rules()), group.config());
                made.start(nowNs);
                yield made;
            }
            case REPAIR_HEAD -> {
                RepairHeadEngine made = new RepairHeadEngine(keys, new RepairHeadConfig(Group.SENDER, place.region(),
                        homeRegion(group), Group.endpoint(id).port(), candidates(group)), group.config(), random);
                made.start(nowNs);
                yield made;
            }
            case RECEIVER -> {
                ReceiverEngine made = new ReceiverEngine(keys, group.keys().opener(),
                        new ReceiverConfig(Group.SENDER, homeRegion(group), candidates(group), false,
                                Incarnation.ZERO),
                        group.config(), random);
                made.start(nowNs);
                yield made;
            }
        };
    }

    private int homeRegion(Group group) {
        return group.topology().place(place.parents().getFirst()).region();
    }

    private List<ParentCandidate> candidates(Group group) {
        return place.parents().stream().map(parent -> new ParentCandidate(parent,
                group.topology().place(parent).region(), Group.endpoint(parent))).toList();
    }

    int id() {
        return place.id();
    }

    SenderEngine sender() {
        return (SenderEngine) engine;
    }

    RepairHeadEngine repairHead() {
        return (RepairHeadEngine) engine;
    }

    ReceiverEngine receiver() {
        return (ReceiverEngine) engine;
    }

    /** Lets the application work; whether it did anything. */
    boolean work(long nowNs) {
        return switch (engine) {
            case SenderEngine sender -> publisher.work(sender, nowNs);
            case ReceiverEngine receiver when receiver.hasDeliveries() -> {
                receiver.deliver(nowNs, this::take, Integer.MAX_VALUE);
                yield true;
            }
            default -> false;
        };
    }

    private boolean take(long place, byte[] bytes, int offset, int length) {
        delivered.add(java.util.Arrays.copyOfRange(bytes, offset, offset + length));
        return true;
    }

    /** All datagrams dropped so far, for whatever reason. */
    long drops() {
        long drops = 0;
        for (DropReason reason : DropReason.values()) {
            drops += engine.counters().get(reason);
        }
        return drops;
    }
}
