package io.trackmc.repairhead;

import io.trackmc.keys.transport.file.JsonText;
import io.trackmc.net.metrics.FigureId;
import io.trackmc.net.metrics.NodeFigures;
import io.trackmc.net.metrics.ParentFigures;
import io.trackmc.net.metrics.Readiness;
import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.DriverSide;
import io.trackmc.net.node.DropCounts;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.net.node.ServiceWatch;
import io.trackmc.net.node.StatusText;
import io.trackmc.net.tree.ParentEvent;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.proto.tree.Region;
import java.util.List;
import java.util.function.Consumer;

/** The repair head's side of the driver: it has no application, so it only listens and reports. On the driver's thread. */
final class RepairHeadSide implements DriverSide {

    private static final int NO_PARENT = 0;

    private final RepairHeadEngine engine;
    private final NodeSetup setup;
    private final ChangingKeys keys;
    private final Consumer<KeyLayer> leftBehind;
    private final ParentFigures figures;
    private final ServiceWatch service;
    private int parent = NO_PARENT;

    /** @param leftBehind told when only an authority can give it the keys of a layer */
    RepairHeadSide(RepairHeadEngine engine, NodeSetup setup, ChangingKeys keys, Consumer<KeyLayer> leftBehind) {
        this.engine = engine;
        this.setup = setup;
        this.keys = keys;
        this.leftBehind = leftBehind;
        this.figures = new ParentFigures(setup.config().protocol());
        this.service = new ServiceWatch(setup.bundle().sourceId(),
                (newParent, nowNs) -> setup.watch().parents().add(nowNs, ParentEvent.served(newParent)));
    }

    @Override
    public boolean drain(long nowNs) {
        service.look(nowNs, engine.counters());
        return false;
    }

    @Override
    public void run(long nowNs) {
        // Everything is the engine's.
    }

    @Override
    public void onEvent(EngineEvent event) {
        switch (event) {
            case ParentBound e -> {
                parent = e.parent();
                service.bound(e.parent(), e.failover(), engine.counters());
            }
            case ParentLost _ -> {
                parent = NO_PARENT;
                service.lost();
            }
            case LeftBehind e -> leftBehind.accept(e.layer());
            default -> {}
        }
        setup.events().onEvent(event);
    }

    @Override
    public void publish(NodeFigures out, long nowNs) {
        out.set(readiness());
        out.set(FigureId.PARENT, isBound() ? parent : NO_PARENT);
        out.set(FigureId.LEVEL, engine.session().level());
        figures.publish(nowNs, engine.region().children(), engine.session(), out);
        out.set(FigureId.HIGHEST_SEQUENCE, engine.session().highestSequence());
        out.set(FigureId.COMPLETE_SEQUENCE, engine.cumAck());
        keys.publish(out);
    }

    private Readiness readiness() {
        if (engine.isDraining()) {
            return Readiness.LEAVING;
        }
        return isBound() ? Readiness.READY : Readiness.NO_PARENT;
    }

    private boolean isBound() {
        return engine.state() == RepairHeadState.ACTIVE || engine.state() == RepairHeadState.LEAVING;
    }

    @Override
    public Region region() {
        return engine.region();
    }

    @Override
    public Incarnation session() {
        return engine.session().incarnation();
    }

    @Override
    public List<Counters> counters() {
        return List.of(engine.counters());
    }

    private List<ChildStatus> children() {
        return setup.describe(engine.region().children(), engine.session().highestSequence());
    }

    @Override
    public Consumer<JsonText> describe() {
        List<ChildStatus> children = children();
        String over = isBound() && parent != NO_PARENT ? setup.config().nameOf(parent) : "";
        int level = engine.session().level();
        long highest = engine.session().highestSequence();
        long complete = engine.cumAck();
        return out -> {
            if (over.isEmpty()) {
                out.nothing("parent");
            } else {
                out.field("parent", over);
            }
            out.field("level", level).field("highestSequence", highest).field("hasThrough", complete);
            StatusText.children(out, children);
        };
    }

    @Override
    public DurationBuckets gapTimes() {
        return engine.gapTimes();
    }

    RepairHeadStatus status() {
        Counters counters = engine.counters();
        return new RepairHeadStatus(
                engine.state(),
                engine.session().incarnation(),
                engine.session().level(),
                parent == NO_PARENT ? null : setup.config().nameOf(parent),
                children(),
                engine.cumAck(),
                engine.session().highestSequence(),
                counters.get(CounterId.REPAIRS_SENT_UNICAST) + counters.get(CounterId.REPAIRS_SENT_REGION)
                        + counters.get(CounterId.REPAIRS_SENT_DATA),
                counters.get(CounterId.REPAIRS_RECEIVED),
                counters.get(CounterId.NACKS_RECEIVED),
                counters.get(CounterId.NACKS_SENT),
                counters.get(CounterId.FAILOVERS),
                KeyNames.of(setup.bundle(), keys.transportEpochs(), setup.config()),
                keys.status(),
                DropCounts.of(List.of(counters)));
    }
}
