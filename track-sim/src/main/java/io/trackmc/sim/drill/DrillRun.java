package io.trackmc.sim.drill;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.check.AckTruthChecker;
import io.trackmc.sim.check.DeliveryChecker;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.check.FlowChecker;
import io.trackmc.sim.check.Holdings;
import io.trackmc.sim.check.Tree;
import io.trackmc.sim.check.WireRulesChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.measure.Failovers;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.ProvisionedKeys;
import io.trackmc.sim.tree.SourceProgram;
import io.trackmc.sim.rekey.TreeAuthority;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeKeys;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import io.trackmc.sim.world.World;

import java.util.BitSet;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One run of a drill in the simulator: the tree forms, the source sends, things go wrong and right again, everybody gets what is left, and
 * the promises are judged. One seed is one history.
 */
public final class DrillRun {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_WITHIN_NS = 200_000_000;
    private static final long FORM_WITHIN_NS = 60 * SECOND_NS;
    private static final long OVERTIME_NS = 30 * SECOND_NS;
    private static final long SLICE_NS = 10_000_000;

    /** Above this many nodes only the checkers whose work does not grow with the square of anything look on. */
    private static final int MOST_NODES_WITH_ALL_CHECKERS = 2_000;
    private static final FeedbackChecker.Limits FEEDBACK = new FeedbackChecker.Limits(100_000_000, 400, 200);

    private final Drill drill;
    private final long number;
    private final Seed seed;
    private final DrillTree tree;
    private final LongSupplier requests;
    private final @Nullable KeyFaults keyFaults;
    private final TreeWorld treeWorld;
    private final World world;
    private final Failovers failovers;
    private final Receipts receipts;
    private final SourceWatch source;
    private final StepDriver steps;
    private int withoutParent;
    private long longestOrphanedNs;

    /** @param seed from which everything random follows */
    public DrillRun(Drill drill, long seed) {
        this.drill = drill;
        this.number = seed;
        this.seed = new Seed(seed).child(drill.name());
        this.tree = new DrillTree(drill.group());
        DrillKeys changing = drill.keys();
        if (changing == null) {
            ProvisionedKeys fixed = new ProvisionedKeys(new TreeKeys(tree.topology(), this.seed.child("keys")),
                    drill.group().keysInAdvance());
            this.treeWorld = new TreeWorld(this.seed, tree.topology(), load(), settings(), fixed);
            this.keyFaults = null;
            this.requests = fixed::requests;
        } else {
            TreeAuthority trees = new TreeAuthority(tree.topology(), new BitSet(), this.seed.child("keys"));
            trees.deploy();
            this.treeWorld = new TreeWorld(this.seed, tree.topology(), load(), settings(), trees);
            this.keyFaults = new KeyFaults(treeWorld.world(), tree, trees, changing);
            this.requests = keyFaults::requests;
        }
        this.world = treeWorld.world();
        this.failovers = new Failovers(tree.topology(), drill.timing().detectionNs());
        this.receipts = new Receipts(world.violations(), Topology.SENDER, tree.topology().places().size());
        this.source = new SourceWatch(world, Topology.SENDER, drill.group().intervalNs());
        this.steps = new StepDriver(world, tree, this.seed.child("steps"), drill.timing(), failovers,
                keyFaults);
        observe();
    }

    /** The world, to watch. */
    public World world() {
        return world;
    }

    /** What happens to keys; null where they do not change. */
    @Nullable
    KeyFaults keyFaults() {
        return keyFaults;
    }

    /**
     * Runs to the end, or to the first broken rule.
     *
     * @throws InterruptedException when the calling thread is interrupted
     */
    public DrillReport run() throws InterruptedException {
        BitSet late = steps.late(drill);
        prepare(late);
        startAllBut(late, seed.child("start").generator());
        boolean formed = world.runUntil(() -> isSending() || isInterrupted(), FORM_WITHIN_NS);
        if (!formed) {
            world.violations().report("forming", world.nowNs(), "the source could not begin in time");
        }
        long requestsBefore = requests.getAsLong();
        failovers.begin();
        if (keyFaults != null) {
            keyFaults.begin(world.nowNs() + drill.lastFaultNs());
        }
        steps.schedule(drill, world.nowNs());
        sendAll();
        complete();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        world.end();
        return report(requests.getAsLong() - requestsBefore);
    }

    private Load load() {
        DrillGroup group = drill.group();
        return new Load(group.messages(), group.messageBytes(), group.messageBytes(), group.intervalNs(),
                seed.child("load"));
    }

    private TreeSettings settings() {
        ProtocolConfig lan = ProtocolConfig.lan();
        int children = drill.group().maxChildren();
        ProtocolConfig config = new ProtocolConfig(lan.datagramBytes(), drill.group().windowPackets(),
                children, ProtocolConfig.defaultReserve(children), false, 0, 0, lan.nack(),
                drill.timing().applyTo(lan.tree()),
                lan.flow());
        return new TreeSettings(config, node -> HostSettings.DEFAULT, node -> Appetite.EAGER, FORM_WITHIN_NS / 2,
                SessionRules.DEFAULT, true);
    }

    private void observe() {
        world.observe(failovers);
        world.observe(receipts);
        world.observe(source);
        world.observe(new FeedbackChecker(world.violations(), FEEDBACK));
        if (tree.topology().places().size() > MOST_NODES_WITH_ALL_CHECKERS || drill.restartsSender()) {
            return;
        }
        Holdings holdings = new Holdings();
        Tree children = new Tree();
        BitSet receivers = tree.topology().ids(Role.RECEIVER);
        world.observe(holdings);
        world.observe(children);
        // Gaps are no broken rule here: they are messages lost, which is a promise of its own.
        world.observe(new DeliveryChecker(world.violations(), receivers, receivers));
        world.observe(new WireRulesChecker(world.violations(), ProtocolConfig.lan().datagramBytes()));
        world.observe(new AckTruthChecker(world.violations(), holdings, children));
        world.observe(new FlowChecker(world.violations(), children, Topology.SENDER));
    }

    private void prepare(BitSet late) {
        Loss loss = Loss.independent(drill.group().loss());
        world.network().profiles(LinkProfiles.all(LinkProfile.CLEAN.with(loss)));
        RandomGenerator dataLoss = seed.child("data-loss").generator();
        world.network().script((datagram, to) -> datagram.channel() == Path.Channel.DATA
                && dataLoss.nextDouble() < drill.group().dataLoss());
        late.and(tree.topology().ids(Role.RECEIVER));
        treeWorld.awaitReceivers(drill.group().receivers() - late.cardinality());
        if (drill.restartsSender()) {
            treeWorld.followSource();
        }
    }

    private void startAllBut(BitSet late, RandomGenerator random) {
        world.nodes().forEach(node -> {
            if (!late.get(node.id())) {
                world.at(random.nextLong(START_WITHIN_NS), node::start);
            }
        });
    }

    private boolean isSending() {
        return world.node(Topology.SENDER).program() instanceof SourceProgram program
                && program.engine().state() == SenderState.ACTIVE;
    }

    /** Until the source has sent everything; what is left of the tree is judged at that moment. */
    private void sendAll() {
        int runs = drill.restartsSender() ? 2 : 1;
        world.runUntil(() -> receipts.closed() > 0 || isInterrupted(), runs * drill.group().durationNs() + OVERTIME_NS);
        withoutParent = failovers.withoutParent();
        longestOrphanedNs = failovers.longestOrphanedNs(world.nowNs());
        if (keyFaults != null) {
            keyFaults.end();
        }
    }

    private void complete() {
        long untilNs = world.nowNs() + OVERTIME_NS;
        while (world.violations().isEmpty() && world.nowNs() < untilNs && !isInterrupted()
                && !running().allMatch(receipts::isComplete)) {
            world.runFor(SLICE_NS);
        }
    }

    private static boolean isInterrupted() {
        return Thread.currentThread().isInterrupted();
    }

    /** Receivers that run, and those that are gone only because they wrongly believe that they were expelled. */
    private IntStream running() {
        KeyFaults keys = keyFaults;
        return tree.topology().ids(Role.RECEIVER).stream().filter(node -> keys == null ? world.node(node).isRunning()
                : keys.isBystander(node) || (world.node(node).isRunning() && !keys.isExpelled(node)));
    }

    private DrillReport report(long authorityRequests) {
        long lost = running().mapToLong(receipts::missing).sum();
        List<PromiseResult> results = drill.promises().stream()
                .map(promised -> judge(promised, lost, authorityRequests)).toList();
        return new DrillReport(drill.name(), number, results, failovers.times(), lost, authorityRequests,
                world.violations().texts());
    }

    private PromiseResult judge(PromisedLimit promised, long lost, long authorityRequests) {
        return switch (promised.promise()) {
            case MESSAGES_LOST -> promised.judge(lost);
            case INCOMPLETE_RECEIVERS -> promised.judge(running().filter(node -> !receipts.isComplete(node)
                    || receipts.missing(node) > 0).count());
            case FAILOVER_P99 -> failovers.times().count() == 0 ? promised.notMeasured()
                    : promised.judge(failovers.times().percentileNs(99));
            case LONGEST_ORPHANED -> promised.judge(longestOrphanedNs);
            case REPARENTED -> failovers.orphans() == 0 ? promised.notMeasured()
                    : promised.judge(failovers.inTimePercent());
            case WITHOUT_PARENT -> promised.judge(withoutParent);
            case AUTHORITY_REQUESTS -> promised.judge(authorityRequests);
            case SENDER_STALL -> promised.judge(source.longestStallNs());
            case PACKETS_KEPT -> promised.judge(source.mostKept());
            case NEEDLESS_MOVES -> promised.judge(failovers.needlessMoves());
            case RESUMED_WITHIN -> receipts.resumed() < running().count() ? promised.notMeasured()
                    : promised.judge(receipts.resumedWithinNs());
            case RULES_BROKEN -> promised.judge(world.violations().count());
            default -> keyFaults == null ? promised.notMeasured() : keyFaults.judge(promised);
        };
    }
}
