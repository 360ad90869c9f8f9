package io.trackmc.sim.scenario;

import io.trackmc.keys.controller.receipt.NumberedReceipt;
import io.trackmc.keys.transport.receipt.Receipt;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.ExpelledAnswerChecker;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.check.FlipChecker;
import io.trackmc.sim.check.TenantChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fault.Attacker;
import io.trackmc.sim.fault.FaultDriver;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.observe.Violations;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.receipt.ReceiptChecker;
import io.trackmc.sim.receipt.ReceiptTaker;
import io.trackmc.sim.receipt.ReceiptTruth;
import io.trackmc.sim.rekey.RekeyDriver;
import io.trackmc.sim.rekey.RekeyInsider;
import io.trackmc.sim.rekey.RogueHeads;
import io.trackmc.sim.rekey.ToyAuthority;
import io.trackmc.sim.tree.NodeKeys;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeKeys;
import io.trackmc.sim.tree.TreeWorld;
import io.trackmc.sim.world.SimulationFailure;
import io.trackmc.sim.world.World;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of the swarm: faults while data flows (safety), then healing and the demand that everything completes and becomes
 * quiet (liveness).
 */
public final class SwarmRun {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long START_WITHIN_NS = 200_000_000;
    private static final long COMPLETE_WITHIN_NS = 120 * SECOND_NS;
    private static final long SETTLED_AFTER_NS = 10 * SECOND_NS;
    private static final long QUIET_AFTER_NS = 5 * SECOND_NS;
    private static final long QUIET_FOR_NS = 5 * SECOND_NS;
    private static final long LONGEST_INTERVAL_NS = SECOND_NS;
    private static final long MEAN_ATTACK_NS = 500_000;
    private static final long MEAN_LIE_NS = 3_000_000;
    private static final FeedbackChecker.Limits FEEDBACK = new FeedbackChecker.Limits(100_000_000, 400, 200);

    private final SwarmPlan plan;
    private final TreeWorld tree;
    private final @Nullable ToyAuthority authority;
    private final RogueHeads rogues;
    private final World world;
    private final Checkers checkers;
    private final ReceiptTruth confirmed;
    private final ReceiptTaker receipts;
    private final ReceiptChecker receiptTotals;
    private List<ReceiptTaker.Taken> taken = List.of();

    public SwarmRun(SwarmPlan plan) {
        this.plan = plan;
        Seed secrets = plan.seed().child("keys");
        this.authority = plan.scenario().changesKeys() ? new ToyAuthority(plan.topology(), secrets) : null;
        NodeKeys keys = authority == null ? new TreeKeys(plan.topology(), secrets) : authority;
        this.rogues = new RogueHeads(keys, plan.rekeys().lies());
        this.tree = new TreeWorld(plan.seed(), plan.topology(), plan.load(), plan.settings(), rogues);
        this.world = tree.world();
        Checkers.Promise promise = new Checkers.Promise(Topology.SENDER, plan.topology().ids(Place.Role.RECEIVER),
                plan.gapsAllowed(), plan.settings().config().datagramBytes(), FEEDBACK, plan.settings().rules(),
                plan.settings().config().windowPackets());
        this.checkers = new Checkers(world, promise);
        tree.keepReceipts();
        this.confirmed = new ReceiptTruth(plan.topology().ids(Place.Role.RECEIVER));
        world.observe(confirmed);
        this.receipts = new ReceiptTaker(world,
                1 + plan.seed().child("receipts").generator().nextLong(LONGEST_INTERVAL_NS),
                confirmed);
        world.observe(receipts);
        this.receiptTotals = new ReceiptChecker(plan.topology(), confirmed);
    }

    /** After the run: all receipts that parents have given, and what they must add up to. */
    List<Receipt> receipts() {
        return receiptTotals.receipts(taken);
    }

    /** Checks other receipts than those that it has checked itself, as {@link ReceiptChecker} does. */
    void checkReceipts(List<NumberedReceipt> others, Violations violations) {
        receiptTotals.check(world.nowNs(), others, lastSequence(), violations);
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
    public SwarmResult run() {
        if (plan.staysOpen()) {
            tree.stayOpen(plan.healNs() + SETTLED_AFTER_NS + SECOND_NS);
        }
        world.observe(new SourceWatch());
        network();
        startAll(plan.seed().child("start").generator());
        new FaultDriver(world).schedule(plan.faults());
        if (authority != null) {
            world.network().script((datagram, _) -> rogues.withholds(datagram));
            new RekeyDriver(world, authority).schedule(plan.rekeys());
            world.observe(new FlipChecker(world.violations(), Topology.SENDER));
            world.observe(new ExpelledAnswerChecker(world.violations(), world.network()));
            RekeyInsider insider = new RekeyInsider(world, authority, plan.topology(), plan.seed().child("insider"));
            world.observe(insider);
            insider.attackUntil(plan.healNs(), MEAN_LIE_NS);
        }
        // An attacker has nodes send to others than they mean.
        if (plan.topology().tenants() > 1 && plan.scenario() != Scenario.ATTACKED) {
            world.observe(new TenantChecker(world.violations(), world.network(), plan.topology()));
        }
        if (plan.scenario() == Scenario.ATTACKED) {
            attack(plan.seed().child("attacker"));
        }
        world.runFor(plan.healNs() + 1);
        heal();
        if (plan.staysOpen()) {
            settle();
        }
        complete();
        tree.sender().ifPresent(sender -> checkers.tally().check(world.nowNs(), Topology.SENDER,
                sender.completeCount(), sender.lateCount()));
        taken = receipts.end();
        checkReceipts(ReceiptChecker.numbered(receipts()), world.violations());
        world.end();
        verify();
        return new SwarmResult(plan.number(), world.nowNs(), world.network().transmissions(),
                checkers.deliveries().offered(),
                checkers.flow().highestSent(), checkers.feedback().worstNacks(), checkers.feedback().worstTracks(),
                world.eventHash());
    }

    /** Looks at what the source tells its application whenever it is about to hear something. */
    private final class SourceWatch implements WorldObserver {

        @Override
        public void onArrival(long atNs, int node, Datagram datagram) {
            if (node == Topology.SENDER) {
                tree.sender().ifPresent(sender -> checkers.confirms().check(
                        atNs, Topology.SENDER, sender.confirmedSequence(), sender.receiverCount()));
            }
        }
    }

    private long lastSequence() {
        return tree.sender().filter(sender -> sender.session().isClosed())
                .map(sender -> sender.session().closeSequence()).orElse(0L);
    }

    private void network() {
        world.network().profiles(plan.weather().profiles());
        world.nodes().forEach(node -> world.network().egressLoss(node.id(), plan.weather().egress()));
    }

    private void startAll(RandomGenerator random) {
        for (SimNode node : world.nodes()) {
            world.at(random.nextLong(START_WITHIN_NS), () -> {
                if (!node.isRunning()) {
                    node.start();
                }
            });
        }
    }

    private void attack(Seed seed) {
        Attacker attacker = new Attacker(world, plan.topology().places().size(), seed);
        world.observe(attacker);
        attacker.attackUntil(plan.healNs(), MEAN_ATTACK_NS);
    }

    private void heal() {
        plan.rekeys().expelled().stream().forEach(node -> world.node(node).crash());
        world.network().heal();
        world.network().profiles(LinkProfiles.all(LinkProfile.CLEAN));
        world.nodes().forEach(node -> world.network().egressLoss(node.id(), Loss.NONE));
    }

    /** In an open session, some time after healing, the source counts exactly those who are in it. */
    private void settle() {
        world.runFor(SETTLED_AFTER_NS);
        long present = tree.receiversInSession();
        tree.sender().filter(sender -> sender.state() == SenderState.ACTIVE).ifPresent(sender -> {
            if (sender.receiverCount() != present) {
                world.violations().report("count", world.nowNs(),
                        "the source counts %,d receivers, but %,d are in its session"
                                .formatted(sender.receiverCount(), present));
            }
        });
    }

    private void complete() {
        boolean done = world.runUntil(this::isComplete, COMPLETE_WITHIN_NS);
        if (!done && world.violations().isEmpty()) {
            world.violations().report("liveness", world.nowNs(),
                    "not complete in time: " + Progress.of(tree, checkers));
        }
        checkers.quiet().demandQuietFrom(world.nowNs() + QUIET_AFTER_NS);
        world.runFor(QUIET_AFTER_NS + QUIET_FOR_NS);
    }

    private boolean isComplete() {
        return tree.isFinished() && plan.topology().of(Place.Role.RECEIVER).stream()
                .allMatch(place -> plan.rekeys().expelled().get(place.id())
                        || checkers.deliveries().isComplete(place.id()));
    }

    private void verify() {
        if (!world.violations().isEmpty()) {
            throw new SimulationFailure(plan + System.lineSeparator() + "  " + Progress.of(tree, checkers),
                    SwarmMain.replay(plan.scenario(), plan.number()), world.violations());
        }
    }
}
