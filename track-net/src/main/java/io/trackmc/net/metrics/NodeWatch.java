package io.trackmc.net.metrics;

import io.trackmc.net.drill.ParentEvents;
import io.trackmc.net.drill.SkewedClock;
import io.trackmc.net.tree.EventLog;
import io.trackmc.net.tree.ParentEvent;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.EpochInstalled;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.protect.KeyLayer;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ObjLongConsumer;
import java.util.function.Supplier;

/**
 * Counts what happens at a node, and publishes how it is: a driver's thread writes, any thread reads. What a listener wants to hear of events goes
 * through here.
 */
public final class NodeWatch implements Engine.EventHandler {

    /** How old figures get while no event happens. */
    private static final long PUBLISH_NS = 100_000_000;

    private final Engine.EventHandler listener;
    private final RebindTimer rebind;
    private final NodeFigures figures = new NodeFigures();
    private final EnumCounts<ParentLoss> parentsLost = new EnumCounts<>(ParentLoss.class);
    private final EnumCounts<ChildLoss> childrenLost = new EnumCounts<>(ChildLoss.class);
    private final EnumCounts<KeyLayer> rekeys = new EnumCounts<>(KeyLayer.class);
    private final EnumCounts<KeyLayer> leftBehind = new EnumCounts<>(KeyLayer.class);
    private final DurationBuckets rebinds = new DurationBuckets();
    private final ReceiptCounters receipts = new ReceiptCounters();
    private final EventLog log = new EventLog();
    private final FlightEvents flight = new FlightEvents();
    private final ParentEvents parents;
    private final SkewedClock clock = SkewedClock.system();
    private boolean isFresh;
    private long publishedNs;

    /**
     * With nothing counted.
     *
     * @param names of nodes by their ids
     * @param listener hears of each event too
     */
    public NodeWatch(TreeTiming timing, IntFunction<String> names, Engine.EventHandler listener) {
        this.parents = new ParentEvents(names);
        this.listener = listener;
        this.rebind = new RebindTimer(timing);
    }

    /** On the driver's thread. */
    @Override
    public void onEvent(EngineEvent event) {
        isFresh = false;
        long nowNs = System.nanoTime();
        log.add(clock.millis(), event);
        ParentEvent ofParent = ParentEvent.of(event);
        if (ofParent != null) {
            flight.parent(ofParent);
            parents.add(nowNs, ofParent);
        }
        switch (event) {
            case ParentLost e -> {
                parentsLost.increment(e.why());
                rebind.lost(nowNs, e.why());
            }
            case ParentBound _ -> bound(nowNs);
            case ChildGone e -> childrenLost.increment(e.why());
            case EpochInstalled e -> {
                rekeys.increment(e.layer());
                flight.rekey(e.layer(), e.epoch());
            }
            case LeftBehind e -> leftBehind.increment(e.layer());
            case Finished _ -> rebind.forget();
            default -> {}
        }
        listener.onEvent(event);
    }

    private void bound(long nowNs) {
        long tookNs = rebind.bound(nowNs);
        if (tookNs != RebindTimer.NOTHING_LOST) {
            rebinds.record(tookNs);
            flight.failover(tookNs);
        }
    }

    /**
     * After each turn, on the driver's thread: lets {@code role} publish its figures, at the time of the turn, when something has happened, or after a while.
     *
     * @param engines counters of all engines of the node
     */
    public void afterTurn(long nowNs, ObjLongConsumer<NodeFigures> role, Supplier<List<Counters>> engines) {
        if (!isFresh || nowNs - publishedNs >= PUBLISH_NS) {
            isFresh = true;
            publishedNs = nowNs;
            role.accept(figures, nowNs);
            flight.counts(engines.get());
        }
    }

    /** What has happened between the node and its parents. */
    public ParentEvents parents() {
        return parents;
    }

    /** Tells the node the time of day, for what it tells others; nothing that it decides goes by it. */
    public SkewedClock clock() {
        return clock;
    }

    /** What the role publishes. */
    public NodeFigures figures() {
        return figures;
    }

    /** The last events. */
    public EventLog log() {
        return log;
    }

    /** What becomes of receipts. */
    public ReceiptCounters receipts() {
        return receipts;
    }

    /** Parents that were left or lost. */
    public EnumCounts<ParentLoss> parentsLost() {
        return parentsLost;
    }

    /** Children that have gone. */
    public EnumCounts<ChildLoss> childrenLost() {
        return childrenLost;
    }

    /** Rekeys that were applied. */
    public EnumCounts<KeyLayer> rekeys() {
        return rekeys;
    }

    /** Times that the node found that only an authority could give it its keys. */
    public EnumCounts<KeyLayer> leftBehind() {
        return leftBehind;
    }

    /** From when a parent fell silent, or was lost otherwise, until another one had confirmed. */
    public DurationBuckets rebinds() {
        return rebinds;
    }
}
