package io.trackmc.sim.scale;

import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.Expelled;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.GroupTrees;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.ReceiverProgram;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeWorld;
import io.trackmc.sim.world.World;
import java.util.BitSet;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Both authorities of a large tree while data flows: they expel receivers, and rekey for those who leave and join. Checks that nobody who was
 * expelled opens anything of a new epoch, and that the sender goes on to all that was made. That nobody else loses anything is for
 * {@link StreamChecker} to see.
 */
final class GroupRekeys implements WorldObserver {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long LOOK_NS = 10 * MS;
    /** Of all receivers, who leave in one batch. */
    private static final int ONE_IN = 1_000;
    /** Of the expelled, how many try all keys that they ever had on all that is sent. */
    private static final int HOARDS = 4;
    /** From when a node learns that it is no member to its end. */
    private static final long FAREWELL_NS = SECOND;
    private static final long REGISTRATION_NS = 10 * MS;
    /** Who joins needs so long before the data phase ends. */
    private static final long JOIN_NS = 3 * SECOND;

    /** Shortest times between two Tracks that a child lets pass while few packets come (protocol.md, by time). */
    private static final int TRACKS_APART = 4;

    private final RekeyedGroup group;
    private final GroupTrees trees;
    private final KeyChurn churn;
    private final Topology topology;
    private final World world;
    private final StreamChecker streams;
    private final ExpulsionChecker expulsion;
    private final RekeyMeter meter;
    private final RekeyClock clock;
    private final RandomGenerator random;
    private final double roundNs;
    private final BitSet expelled = new BitSet();
    private final BitSet out = new BitSet();
    private final BitSet coming = new BitSet();
    private long endNs;
    private long firstForbidden = Long.MAX_VALUE;
    private long shutOutEpoch = Long.MAX_VALUE;
    private int left;

    GroupRekeys(RekeyedGroup group, ScalePlan plan, TreeWorld tree, StreamChecker streams) {
        this.group = group;
        this.trees = group.trees();
        this.churn = plan.keyChurn();
        this.topology = tree.topology();
        this.world = tree.world();
        this.streams = streams;
        this.expulsion = new ExpulsionChecker(world.violations(), Topology.SENDER);
        this.meter = new RekeyMeter(topology);
        this.clock = new RekeyClock(trees);
        this.random = plan.root().child("rekeys").generator();
        this.roundNs = (double) TRACKS_APART * plan.settings().config().tree().trackNs();
    }

    /** Begins to watch; whoever judges deliveries sees them first. */
    void watch() {
        world.observe(meter);
        world.observe(expulsion);
        world.observe(this);
    }

    /** The data phase begins. */
    void begin(long dataNs) {
        endNs = world.nowNs() + dataNs;
        if (churn.expel() > 0) {
            world.at(world.nowNs() + dataNs / 4, this::expelAtOnce);
        }
        if (churn.everySeconds() > 0) {
            world.at(world.nowNs() + everyNs(), this::batch);
        }
    }

    /** Whether the sender uses all that was made. */
    boolean isInUse() {
        return isInUse(KeyLayer.TRANSPORT) && isInUse(KeyLayer.CONTENT);
    }

    RekeyFigures figures() {
        return new RekeyFigures(clock.made(), expelled.cardinality(), left, meter.maxBytes(), meter.meanBytes(),
                meter.changeoverMillis(), meter.changeoverMillis() * MS / roundNs, clock.cpuMillis(),
                clock.mostCpuMillis(), expulsion.tried(), streams.gaps());
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        switch (event) {
            case SessionOpened opened when node == Topology.SENDER -> expulsion.source(opened.incarnation());
            case EpochActivated activated when node == Topology.SENDER -> {
                trees.of(activated.layer()).forgetEpochBefore();
                if (activated.layer() == KeyLayer.CONTENT && activated.epoch() >= shutOutEpoch) {
                    firstForbidden = Math.min(firstForbidden, streams.offered());
                }
            }
            case Expelled gone when gone.nodeId() == node -> end(atNs, node);
            case LeftBehind behind -> {
                if (expelled.get(node)) {
                    end(atNs, node);
                } else if (!out.get(node)) {
                    world.violations().report("left-behind", atNs, "node " + node + " " + behind);
                }
            }
            default -> {
                // Others are for other observers.
            }
        }
    }

    @Override
    public void onDelivered(long atNs, int node, byte[] message) {
        if (expelled.get(node) && streams.last(node) >= firstForbidden) {
            world.violations().report("expulsion", atNs, "node %d, which was expelled, delivers message %,d"
                    .formatted(node, streams.last(node)));
        }
    }

    /** An authority has told it that it is no member. */
    private void end(long atNs, int node) {
        world.at(atNs + REGISTRATION_NS, world.node(node)::crash);
    }

    private void expelAtOnce() {
        if (!isInUse()) {
            world.at(world.nowNs() + LOOK_NS, this::expelAtOnce);
            return;
        }
        int[] candidates = candidates();
        long wanted = Math.max(1, Math.round(churn.expel() * topology.ids(Place.Role.RECEIVER).cardinality()));
        int count = (int) Math.min(candidates.length, wanted);
        for (int i = 0; i < count; i++) {
            int chosen = i + random.nextInt(candidates.length - i);
            int node = candidates[chosen];
            candidates[chosen] = candidates[i];
            if (i < HOARDS) {
                expulsion.asked(world.nowNs(), node, group.keys().hoard(node));
                expulsion.expelled(node, trees.content().sequence() + 1, trees.content().epochNumber() + 1);
            }
            expelled.set(node);
            streams.without(node);
            trees.expel(node);
        }
        shutOutEpoch = trees.content().epochNumber() + 1;
        rekey(RekeyReason.EXPULSION);
    }

    private void batch() {
        if (world.nowNs() >= endNs) {
            return;
        }
        if (!isInUse()) {
            world.at(world.nowNs() + LOOK_NS, this::batch);
            return;
        }
        coming.stream().forEach(node -> {
            streams.disturb(node);
            streams.with(node);
            world.node(node).start();
        });
        coming.clear();
        if (world.nowNs() + everyNs() + JOIN_NS < endNs) {
            out.stream().filter(node -> !world.node(node).isRunning()).forEach(coming::set);
            coming.stream().forEach(trees::join);
            out.andNot(coming);
        }
        leave();
        rekey(RekeyReason.MEMBERSHIP);
        world.at(world.nowNs() + everyNs(), this::batch);
    }

    private void leave() {
        int[] candidates = candidates();
        int count = Math.min(candidates.length, Math.max(1, candidates.length / ONE_IN));
        for (int i = 0; i < count; i++) {
            int node = candidates[random.nextInt(candidates.length)];
            if (!out.get(node)) {
                left++;
                out.set(node);
                streams.without(node);
                trees.leave(node);
                world.node(node).tell(nowNs -> {
                    if (world.node(node).program() instanceof ReceiverProgram receiver) {
                        receiver.engine().leave(nowNs);
                    }
                });
                world.at(world.nowNs() + FAREWELL_NS, world.node(node)::crash);
            }
        }
    }

    /** Members that are there from the beginning to now. Others come back by themselves, for which they must stay members. */
    private int[] candidates() {
        return topology.ids(Place.Role.RECEIVER).stream().filter(id -> !out.get(id) && !coming.get(id)
                && !expelled.get(id) && !streams.isDisturbed(id) && world.node(id).isRunning()).toArray();
    }

    private void rekey(RekeyReason reason) {
        for (KeyLayer layer : KeyLayer.values()) {
            List<byte[]> inners = clock.rekey(layer, reason, world.nowNs());
            world.node(Topology.SENDER).tell(nowNs -> {
                if (world.node(Topology.SENDER).program() instanceof SourceProgram source) {
                    inners.forEach(inner -> enter(source, inner, nowNs));
                }
            });
        }
    }

    private void enter(SourceProgram source, byte[] inner, long nowNs) {
        DropReason refused = source.engine().rekey(inner, nowNs);
        if (refused != null) {
            world.violations().report("rekey", world.nowNs(), "the sender refuses a rekey: " + refused);
        }
    }

    private boolean isInUse(KeyLayer layer) {
        return trees.of(layer).sequence() == 0 || meter.active(layer) == trees.of(layer).epochNumber();
    }

    private long everyNs() {
        return (long) (churn.everySeconds() * SECOND);
    }
}
