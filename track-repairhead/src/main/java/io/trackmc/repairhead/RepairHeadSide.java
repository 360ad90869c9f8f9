package io.trackmc.repairhead;

import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.DriverSide;
import io.trackmc.net.node.DropCounts;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import java.util.List;
import java.util.function.Consumer;

/** The repair head's side of the driver: it has no application, so it only listens and reports. On the driver's thread. */
final class RepairHeadSide implements DriverSide {

    private static final int NO_PARENT = 0;

    private final RepairHeadEngine engine;
    private final NodeSetup setup;
    private final ChangingKeys keys;
    private final Consumer<KeyLayer> leftBehind;
    private int parent = NO_PARENT;

    /** @param leftBehind told when only an authority can give it the keys of a layer */
    RepairHeadSide(RepairHeadEngine engine, NodeSetup setup, ChangingKeys keys, Consumer<KeyLayer> leftBehind) {
        this.engine = engine;
        this.setup = setup;
        this.keys = keys;
        this.leftBehind = leftBehind;
    }

    @Override
    public boolean drain(long nowNs) {
        return false;
    }

    @Override
    public void run(long nowNs) {
        // Everything is the engine's.
    }

    @Override
    public void onEvent(EngineEvent event) {
        switch (event) {
            case ParentBound e -> parent = e.parent();
            case ParentLost _ -> parent = NO_PARENT;
            case LeftBehind e -> leftBehind.accept(e.layer());
            default -> {}
        }
        setup.events().onEvent(event);
    }

    RepairHeadStatus status() {
        Counters counters = engine.counters();
        return new RepairHeadStatus(
                engine.state(),
                engine.session().incarnation(),
                engine.session().level(),
                parent == NO_PARENT ? null : setup.config().nameOf(parent),
                setup.describe(engine.region().children()),
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
