package io.trackmc.sim.scale;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.sim.check.TenantChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fast.FastKeys;
import io.trackmc.sim.measure.ConfirmationTimes;
import io.trackmc.sim.measure.DeliveryTimes;
import io.trackmc.sim.measure.Failovers;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.NodeKeys;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.ProvisionedKeys;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeKeys;
import io.trackmc.sim.tree.TreeWorld;
import io.trackmc.sim.world.World;

import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One session of a large tree: all nodes join, the source sends at its pace while losses and crashes happen, and everybody completes.
 */
public final class ScaleRun {

    private static final long START_LEVEL_NS = 100_000_000;
    private static final long SLICE_NS = 5_000_000;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long JOIN_WITHIN_NS = 61 * SECOND_NS;
    private static final long COMPLETE_WITHIN_NS = 120 * SECOND_NS;

    private final ScalePlan plan;
    private final Watcher watcher;
    private final @Nullable Onlooker onlooker;
    private final Topology topology;
    private final @Nullable ProvisionedKeys provisioned;
    private final TreeWorld tree;
    private final World world;
    private final ControlMeter meter;
    private final DeliveryTimes deliveries = new DeliveryTimes();
    private final ConfirmationTimes confirmations;
    private final Failovers failovers;
    private final Geography geography;
    private final StreamChecker streams;
    private final Hardship hardship;
    private long leftBehind;
    private long idleHeapBytes;
    private final @Nullable GroupRekeys rekeys;
    private final @Nullable TenantChecker tenants;
    private long heapBytes;

    /** Sees how far a run is; called every few milliseconds of simulated time. */
    @FunctionalInterface
    public interface Watcher {

        /**
         * Takes down how far it is.
         *
         * @param phase what goes on: joining, sending, completing
         * @param offered messages that the source has offered
         * @param delivered messages that receivers have got, all together
         */
        void at(String phase, double simulatedSeconds, long offered, long delivered);
    }

    /** Sees the tree itself, besides what happens in it. */
    public interface Onlooker extends WorldObserver {

        /** Half of the messages are offered; nothing happens until it returns. */
        void half(TreeWorld tree);
    }

    public ScaleRun(ScalePlan plan, Watcher watcher) {
        this(plan, watcher, null);
    }

    /** @param onlooker null for none */
    public ScaleRun(ScalePlan plan, Watcher watcher, @Nullable Onlooker onlooker) {
        this.onlooker = onlooker;
        this.plan = plan;
        this.watcher = watcher;
        this.topology = plan.topology();
        Seed keySeed = plan.root().child("keys");
        RekeyedGroup group = plan.keyChurn().isAny() ? RekeyedGroup.of(plan.crypto(), topology, keySeed) : null;
        this.provisioned = group == null && plan.crypto() == Crypto.REAL
                ? new ProvisionedKeys(new TreeKeys(topology, keySeed), true) : null;
        NodeKeys keys = group == null ? unchanging(keySeed) : group.keys();
        this.tree = new TreeWorld(plan.root(), topology, plan.load().load(plan.root().child("load")), plan.settings(),
                keys);
        this.world = tree.world();
        this.meter = new ControlMeter(topology);
        this.streams = new StreamChecker(world.violations(), topology, deliveries);
        this.confirmations = new ConfirmationTimes(
                () -> tree.sender().map(SenderEngine::confirmedSequence).orElse(0L));
        TreeTiming timing = plan.settings().config().tree();
        this.failovers = new Failovers(topology, timing.heartbeatNs() * timing.parentMisses());
        this.geography = plan.geography(topology);
        this.hardship = new Hardship(world, topology, streams, plan.hardships(), plan.load().durationNs(),
                plan.root().child("hardship"));
        tree.awaitReceivers(hardship.receiversAtFirst());
        this.rekeys = group == null ? null : new GroupRekeys(group, plan, tree, streams);
        this.tenants = topology.tenants() == 1 ? null
                : new TenantChecker(world.violations(), world.network(), topology);
    }

    private NodeKeys unchanging(Seed keySeed) {
        return provisioned == null ? new FastKeys(topology, keySeed) : provisioned;
    }

    /** Runs to the end, or to the first violation. */
    public ScaleResult run() {
        world.observe(meter);
        world.observe(streams);
        world.observe(confirmations);
        world.observe(new WorldObserver() {
            @Override
            public void onEvent(long atNs, int node, EngineEvent event) {
                leftBehind += event instanceof EngineEvent.LeftBehind ? 1 : 0;
            }
        });
        if (onlooker != null) {
            world.observe(onlooker);
        }
        if (plan.hardships().killRepairHeads() > 0) {
            world.observe(failovers);
        }
        if (rekeys != null) {
            rekeys.watch();
        }
        if (tenants != null) {
            world.observe(tenants);
        }
        world.network().terrain(geography);
        startAll(plan.root().child("start").generator());
        demand("joining", meter::hasBegun, JOIN_WITHIN_NS);
        idleHeapBytes = LiveHeap.bytes();
        failovers.begin();
        hardship.begin();
        long dataNs = plan.load().durationNs();
        if (rekeys != null) {
            rekeys.begin(dataNs);
        }
        demand("sending", () -> streams.offered() >= plan.load().packets() / 2, dataNs + COMPLETE_WITHIN_NS);
        heapBytes = LiveHeap.bytes();
        if (onlooker != null) {
            onlooker.half(tree);
        }
        demand("sending", meter::isOver, dataNs + COMPLETE_WITHIN_NS);
        if (rekeys != null) {
            demand("rekeying", rekeys::isInUse, COMPLETE_WITHIN_NS);
        }
        demand("completing", () -> streams.isComplete() && tree.isFinished(), COMPLETE_WITHIN_NS);
        world.end();
        return result();
    }

    /** Level by level, as operators do it: a node whose parent is not there yet would only ask in vain. */
    private void startAll(RandomGenerator random) {
        for (Place place : topology.places()) {
            long sinceNs = place.level() * START_LEVEL_NS;
            long atNs = sinceNs + random.nextLong(START_LEVEL_NS);
            if (hardship.isThereAtFirst(place.id())) {
                world.at(atNs, world.node(place.id())::start);
            }
        }
    }

    /** Asks only now and then, because to ask a hundred thousand nodes takes a while. */
    private void demand(String phase, BooleanSupplier condition, long budgetNs) {
        long limitNs = world.nowNs() + budgetNs;
        while (world.violations().isEmpty() && !condition.getAsBoolean()) {
            if (world.nowNs() >= limitNs) {
                world.violations().report("liveness", world.nowNs(), "still " + phase);
            }
            world.runFor(SLICE_NS);
            watcher.at(phase, world.nowNs() / (double) SECOND_NS, streams.offered(), streams.delivered());
        }
    }

    private ScaleResult result() {
        List<Place> heads = topology.of(Place.Role.REPAIR_HEAD);
        int children = (int) heads.stream().filter(head -> head.level() == 1).count();
        return new ScaleResult(plan.tree().receivers(), heads.size(), topology.places().getLast().level(), children,
                meter.packets(), streams.delivered(), streams.undelivered(), world.violations().texts(),
                meter.atSender(), meter.dataSeconds(), meter.worstPerSecond(), meter.repairs(),
                meter.repairBytes(),
                leftBehind + (provisioned == null ? 0 : provisioned.requests()), world.nowNs() / (double) SECOND_NS,
                times(), tenants == null ? 0 : tenants.keys(),
                idleHeapBytes, heapBytes, world.eventHash(),
                rekeys == null ? null : rekeys.figures());
    }

    private TreeTimes times() {
        return new TreeTimes(deliveries.toLast(), confirmations.times(), failovers.times(), failovers.orphans(),
                failovers.inTimePercent(), geography.worstRoundTripNs());
    }
}
