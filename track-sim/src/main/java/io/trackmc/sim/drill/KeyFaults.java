package io.trackmc.sim.drill;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.check.ExpelledAnswerChecker;
import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.check.FlipChecker;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.rekey.TreeAuthority;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.world.World;

import java.util.Arrays;
import java.util.BitSet;

/**
 * What a drill does to keys and authorities, and what it measures of them. Keys are real: both authorities' key trees as they are deployed, and members that
 * follow rekeys by what their bundles hold.
 */
final class KeyFaults implements WorldObserver {

    private static final long ASK_AGAIN_NS = 1_000_000_000;

    /** Packets on which the keys of each expelled receiver must be tried, or it is not shown that it cannot read. */
    private static final int LEAST_TRIED = 100;

    private final World world;
    private final DrillTree tree;
    private final TreeAuthority trees;
    private final DrillKeys settings;
    private final ExpulsionChecker expulsion;
    private final AuthorityHosts authorities;
    private final EpochWatch epochs;
    private final Forger forger;
    private final BitSet expelled = new BitSet();
    private final BitSet bystanders = new BitSet();
    private long requests;

    KeyFaults(World world, DrillTree tree, TreeAuthority trees, DrillKeys settings) {
        this.world = world;
        this.tree = tree;
        this.trees = trees;
        this.settings = settings;
        expulsion = new ExpulsionChecker(world.violations(), Topology.SENDER);
        authorities = new AuthorityHosts(world, trees, settings, expulsion);
        epochs = new EpochWatch(world, tree.topology(), trees);
        forger = new Forger(world, tree, trees);
        world.observe(this);
        world.observe(expulsion);
        world.observe(authorities);
        world.observe(epochs);
        world.observe(forger);
        world.observe(new FlipChecker(world.violations(), Topology.SENDER));
        world.observe(new ExpelledAnswerChecker(world.violations(), world.network()));
    }

    /** The source begins to send; nothing changes any more when the drill is nearly over. */
    void begin(long untilNs) {
        epochs.begin();
        authorities.begin(untilNs);
    }

    /** The source has sent its last message: what is measured at that moment is. */
    void end() {
        forger.stop();
        epochs.end(expelled);
    }

    /** What a step does to an authority. */
    void begin(Step step, KeyLayer layer) {
        switch (step.verb()) {
            case KILL -> authorities.kill(layer);
            case RESTART -> {
                authorities.kill(layer);
                authorities.start(layer);
            }
            case REKEY -> authorities.rekey(layer);
            case CLOCK_SKEW -> authorities.skew(layer, step.extent().offsetMs());
            default -> throw new IllegalStateException(step.verb() + " is not of authorities");
        }
    }

    /** What a step has done to an authority is over. */
    void end(Step step, KeyLayer layer) {
        if (step.verb() == Verb.CLOCK_SKEW) {
            authorities.skew(layer, 0);
        } else {
            authorities.start(layer);
        }
    }

    /** Starts a node; where nodes ask for their keys, when both authorities have answered. */
    void start(SimNode host) {
        if (host.isRunning() || expelled.get(host.id())) {
            return;
        }
        if (settings.join()) {
            boolean asksBoth = tree.topology().place(host.id()).role() != Place.Role.REPAIR_HEAD;
            requests += asksBoth ? 2 : 1;
            if (!authorities.takeMembers()) {
                world.at(world.nowNs() + ASK_AGAIN_NS, () -> start(host));
                return;
            }
            trees.register(host.id());
        }
        host.start();
    }

    /** Somebody asks both authorities to expel a node. */
    void expel(int node) {
        if (expelled.get(node)) {
            return;
        }
        expelled.set(node);
        if (tree.topology().place(node).role() == Place.Role.RECEIVER) {
            expulsion.asked(world.nowNs(), node, trees.hoard(node));
        }
        Arrays.stream(KeyLayer.values()).forEach(layer -> authorities.expel(layer, node));
    }

    /** Somebody copies all keys of a repair head, and uses them from now on. */
    void steal(int repairHead) {
        forger.steal(repairHead);
    }

    /** The transport controller is told. */
    void told(int repairHead) {
        expelled.set(repairHead);
        forger.told();
        authorities.compromised(repairHead);
    }

    /** Whether a node is expelled, or is to be. */
    boolean isExpelled(int node) {
        return expelled.get(node);
    }

    /** Whether a node has ended because it believed that it was expelled, and nobody had asked for that. */
    boolean isBystander(int node) {
        return bystanders.get(node);
    }

    /** How often a node has asked an authority for keys. */
    long requests() {
        return requests;
    }

    /** What came of a promise about keys. */
    PromiseResult judge(PromisedLimit promised) {
        return switch (promised.promise()) {
            case REKEYS_COMPLETED -> promised.judge(epochs.completed());
            case KEYS_BEHIND -> promised.judge(epochs.behind());
            case EXPEL_WITHIN -> expulsion.count() == 0 ? promised.notMeasured()
                    : promised.judge(expulsion.longestNs());
            case EXPELLED_PACKETS_TRIED -> promised.judge(expulsion.tried());
            case EXPELLED_COULD_READ -> expulsion.openedAfter() > 0 || expulsion.hasShown(LEAST_TRIED)
                    ? promised.judge(expulsion.openedAfter()) : promised.notMeasured();
            case FORGED_WITHIN -> forger.hasForged() ? promised.judge(forger.forgedWithinNs()) : promised.notMeasured();
            case FORGERIES_REFUSED -> promised.judge(forger.refused());
            case STOLEN_IN_FORCE -> forger.hasForged() ? promised.judge(forger.inForce()) : promised.notMeasured();
            default -> throw new IllegalArgumentException(promised.promise() + " is not of keys");
        };
    }

    @Override
    public void onEvent(long atNs, int node, EngineEvent event) {
        switch (event) {
            case EngineEvent.SessionOpened opened when node == Topology.SENDER -> expulsion
                    .source(opened.incarnation());
            case EngineEvent.Expelled gone when gone.nodeId() == node -> ends(atNs, node);
            default -> {
                // Others are measured elsewhere.
            }
        }
    }

    /** As a program does that was expelled. */
    private void ends(long atNs, int node) {
        if (!expelled.get(node)) {
            bystanders.set(node);
            world.violations().report("expulsion", atNs, "node %d believes that it was expelled".formatted(node));
        }
        world.at(atNs, world.node(node)::crash);
    }
}
