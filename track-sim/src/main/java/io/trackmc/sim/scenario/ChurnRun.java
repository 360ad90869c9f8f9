package io.trackmc.sim.scenario;

import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.proto.engine.EngineEvent.EpochActivated;
import io.trackmc.proto.engine.EngineEvent.LeftBehind;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.check.FlipChecker;
import io.trackmc.sim.check.PassedOverChecker;
import io.trackmc.sim.check.TenantChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Bandwidth;
import io.trackmc.sim.net.Damage;
import io.trackmc.sim.net.Delay;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.ChurnMembers;
import io.trackmc.sim.rekey.TreeAuthority;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.ReceiverProgram;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import io.trackmc.sim.world.SimulationFailure;
import io.trackmc.sim.world.World;
import java.time.Instant;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A long session in which both layers are rekeyed without pause, by key trees as they are deployed, while receivers join, leave and are expelled and every
 * path loses datagrams: who is there misses nothing, and whoever was expelled reads nothing.
 */
public final class ChurnRun {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final long LOOK_NS = 5 * MS;
    private static final long INTERVAL_NS = 5 * MS;
    private static final long CLOSE_WITHIN_NS = 120 * SECOND;
    private static final int NOT_BEFORE_MS = 5;
    private static final int HARD_MS = 2_000;
    private static final int OVERLAP_MS = 1_000;
    private static final FeedbackChecker.Limits FEEDBACK = new FeedbackChecker.Limits(100 * MS, 1_000, 400);

    private final Settings settings;
    private final Topology topology;
    private final TreeWorld tree;
    private final World world;
    private final TreeAuthority authority;
    private final ChurnMembers members;
    private final Checkers checkers;
    private final ExpulsionChecker expulsion;
    private final FlipChecker flips;
    private final PassedOverChecker passedOver;
    private final Map<KeyLayer, Long> dueNs = new EnumMap<>(KeyLayer.class);
    private final Map<KeyLayer, Long> inUse = new EnumMap<>(KeyLayer.class);
    private long rekeys;
    private long gaps;

    /**
     * How long, and how much.
     *
     * @param seed from which all follows that is drawn; of every third one the repair heads belong to two tenants
     * @param rekeys of both layers together, at least
     * @param loss probability with which each datagram gets lost on each path
     * @param spacingNs least time between two rekeys of a layer; one is not made before the one before is in use
     */
    public record Settings(long seed, int rekeys, double loss, long spacingNs) {}

    /** What happened. */
    public record Result(long rekeys, long joins, long leaves, long expulsions, long registrations, long messages,
            long gaps, long passedOver,
            long packetsTried, long contentFlips, long simulatedNs, long eventHash) {}

    public ChurnRun(Settings settings) {
        this.settings = settings;
        Seed seed = new Seed(settings.seed).child("churn");
        this.topology = Topology.filled(ChurnMembers.RECEIVERS, 4, 1).withTenants(settings.seed % 3 == 0 ? 2 : 1);
        BitSet late = ChurnMembers.late(topology);
        this.authority = new TreeAuthority(topology, late, seed.child("keys"));
        Load load = new Load(Integer.MAX_VALUE, 20, 400, INTERVAL_NS, seed.child("load"));
        this.tree = new TreeWorld(seed, topology, load, TreeSettings.DEFAULT, authority);
        this.world = tree.world();
        BitSet stable = ChurnMembers.stable(topology);
        tree.awaitReceivers(ChurnMembers.RECEIVERS - late.cardinality());
        this.checkers = new Checkers(world, new Checkers.Promise(Topology.SENDER, stable, new BitSet(),
                TreeSettings.DEFAULT.config().datagramBytes(), FEEDBACK, SessionRules.DEFAULT,
                TreeSettings.DEFAULT.config().windowPackets(), topology.ids(Place.Role.RECEIVER)));
        this.expulsion = new ExpulsionChecker(world.violations(), Topology.SENDER);
        this.flips = new FlipChecker(world.violations(), Topology.SENDER);
        this.passedOver = new PassedOverChecker(
                world.violations(), Topology.SENDER, () -> authority.epoch(KeyLayer.CONTENT));
        this.members = new ChurnMembers(topology, tree, authority, expulsion, seed.child("members"));
        for (KeyLayer layer : KeyLayer.values()) {
            dueNs.put(layer, SECOND);
            inUse.put(layer, authority.epoch(layer));
        }
    }

    /** The world, to watch. */
    public World world() {
        return world;
    }

    /**
     * Runs to the end.
     *
     * @throws SimulationFailure when a checker fired, or the run did not complete in time
     */
    public Result run() {
        world.observe(expulsion);
        world.observe(flips);
        world.observe(passedOver);
        world.observe(new TenantChecker(world.violations(), world.network(), topology));
        world.observe(new Watch());
        LinkProfile lossy = new LinkProfile(Delay.LAN, Loss.independent(settings.loss), Damage.NONE,
                Bandwidth.UNLIMITED);
        world.network().profiles(LinkProfiles.all(lossy));
        members.startAll();
        world.runFor(SECOND / 2);
        world.at(world.nowNs() + LOOK_NS, this::look);
        boolean made = world.runUntil(() -> rekeys >= settings.rekeys, settings.rekeys * SECOND);
        demand(made, "only " + rekeys + " rekeys were made");
        // Who comes when the session is over already never joins it.
        boolean joined = world.runUntil(this::isEverybodyIn, CLOSE_WITHIN_NS);
        demand(joined, "somebody does not join: " + Progress.of(tree, checkers));
        world.node(Topology.SENDER).tell(_ -> source().endLoad());
        boolean done = world.runUntil(this::isComplete, CLOSE_WITHIN_NS + settings.rekeys * SECOND / 10);
        demand(done, "not complete in time: " + Progress.of(tree, checkers));
        demand(gaps == 0, gaps + " gaps at members");
        world.end();
        if (!world.violations().isEmpty()) {
            throw new SimulationFailure("churn " + settings, "ChurnMain --rekeys " + settings.rekeys + " --seed "
                    + settings.seed + " --trace", world.violations());
        }
        return new Result(rekeys, members.joins(), members.leaves(), members.expulsions(),
                members.registrations(),
                checkers.deliveries().offered(), gaps, passedOver.passedOver(), expulsion.tried(), flips.flips(),
                world.nowNs(),
                world.eventHash());
    }

    private void demand(boolean holds, String otherwise) {
        if (!holds && world.violations().isEmpty()) {
            world.violations().report("churn", world.nowNs(), otherwise);
        }
    }

    /** Looks whether rekeys may be made, as an authority that paces them by what is in use. */
    private void look() {
        if (world.node(Topology.SENDER).program() instanceof SourceProgram source && rekeys < settings.rekeys
                && !source.isFinished()) {
            for (KeyLayer layer : KeyLayer.values()) {
                boolean used = Objects.requireNonNull(inUse.get(layer)) == authority.epoch(layer);
                if (used && world.nowNs() >= Objects.requireNonNull(dueNs.get(layer))) {
                    rekey(source, layer);
                }
            }
            members.onTick(world.nowNs());
            world.at(world.nowNs() + LOOK_NS, this::look);
        }
    }

    private void rekey(SourceProgram source, KeyLayer layer) {
        Instant now = Instant.ofEpochMilli(1_800_000_000_000L + world.nowNs() / MS);
        RekeyTerms terms = RekeyTerms.of(RekeyReason.MEMBERSHIP, now, NOT_BEFORE_MS, HARD_MS, OVERLAP_MS,
                now.plusSeconds(3_600));
        List<byte[]> inners = authority.rekey(layer, terms);
        dueNs.put(layer, world.nowNs() + settings.spacingNs);
        rekeys++;
        world.node(Topology.SENDER).tell(nowNs -> {
            for (byte[] inner : inners) {
                DropReason refused = source.engine().rekey(inner, nowNs);
                if (refused != null) {
                    world.violations().report("rekey", world.nowNs(), "the sender refuses a rekey: " + refused);
                }
            }
        });
    }

    private SourceProgram source() {
        return (SourceProgram) Objects.requireNonNull(world.node(Topology.SENDER).program());
    }

    private boolean isEverybodyIn() {
        return world.nodes().stream().noneMatch(node -> node.program() instanceof ReceiverProgram receiver
                && receiver.engine().state() == ReceiverState.JOINING);
    }

    private boolean isComplete() {
        return tree.isFinished() && members.stableReceivers().allMatch(id -> checkers.deliveries().isComplete(id));
    }

    /** What members had to give up, whether they stay or come and go, and what the sender uses. */
    private final class Watch implements WorldObserver {

        @Override
        public void onEvent(long atNs, int node, EngineEvent event) {
            switch (event) {
                case Unrecoverable _ -> gaps++;
                case EpochActivated changed when node == Topology.SENDER -> inUse.put(changed.layer(), changed.epoch());
                case LeftBehind behind -> members.leftBehind(node, behind.layer());
                case SessionOpened opened when node == Topology.SENDER -> expulsion.source(opened.incarnation());
                default -> {
                    // Others are for checkers.
                }
            }
        }
    }
}
