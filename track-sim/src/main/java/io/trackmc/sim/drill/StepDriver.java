package io.trackmc.sim.drill;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fault.Fault;
import io.trackmc.sim.fault.FaultDriver;
import io.trackmc.sim.fault.Troubles;
import io.trackmc.sim.measure.Failovers;
import io.trackmc.sim.node.SimNode;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.tree.ReceiverProgram;
import io.trackmc.sim.world.World;

import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes the steps of a drill happen in a simulated world. */
final class StepDriver {

    private static final long SECOND_NS = 1_000_000_000L;

    private final World world;
    private final DrillTree tree;
    private final Seed seed;
    private final Failovers failovers;
    private final FaultDriver faults;
    private final Troubles troubles;
    private final DrillTiming timing;
    private final @Nullable KeyFaults keys;

    /** @param keys null where keys do not change */
    StepDriver(World world, DrillTree tree, Seed seed, DrillTiming timing, Failovers failovers,
            @Nullable KeyFaults keys) {
        this.timing = timing;
        this.keys = keys;
        this.world = world;
        this.tree = tree;
        this.seed = seed;
        this.failovers = failovers;
        this.faults = new FaultDriver(world);
        this.troubles = new Troubles(world);
    }

    /** Nodes that are not there at the beginning. */
    BitSet late(Drill drill) {
        BitSet late = new BitSet();
        for (int i = 0; i < drill.steps().size(); i++) {
            if (drill.steps().get(i).verb() == Verb.JOIN) {
                nodes(drill, i).forEach(late::set);
            }
        }
        return late;
    }

    /** Puts all steps into the future; their times count from {@code beginNs}. */
    void schedule(Drill drill, long beginNs) {
        for (int i = 0; i < drill.steps().size(); i++) {
            Step step = drill.steps().get(i);
            List<Integer> nodes = nodes(drill, i);
            if (step.verb() == Verb.PARTITION) {
                partition(nodes, beginNs + step.atNs(), beginNs + step.atNs() + step.forNs());
                continue;
            }
            for (int k = 0; k < nodes.size(); k++) {
                int node = nodes.get(k);
                long atNs = beginNs + step.atNs() + k * step.everyNs();
                world.at(atNs, () -> begin(step, node, atNs));
                if (step.forNs() > 0) {
                    world.at(atNs + step.forNs(), () -> end(step, node));
                }
            }
        }
    }

    private List<Integer> nodes(Drill drill, int step) {
        return drill.steps().get(step).nodes(tree, seed.child(step).generator());
    }

    private void partition(List<Integer> nodes, long fromNs, long untilNs) {
        BitSet inside = new BitSet();
        nodes.forEach(inside::set);
        nodes.forEach(node -> failovers.fault(node, fromNs, untilNs));
        faults.schedule(List.of(new Fault.Cut(inside, Fault.Way.BOTH, fromNs, untilNs)));
    }

    private void begin(Step step, int node, long atNs) {
        if (tree.isAuthority(node)) {
            keys().begin(step, tree.layer(node));
            return;
        }
        SimNode host = world.node(node);
        if (step.mayLookGone(timing)) {
            failovers.fault(node, atNs, atNs + step.forNs());
        }
        switch (step.verb()) {
            case KILL -> host.crash();
            case DRAIN -> faults.drain(node);
            case RESTART -> restart(host);
            case JOIN -> start(host);
            case PAUSE -> host.pause();
            case SLOW -> appetite(host, new Appetite(1, SECOND_NS / step.extent().messagesPerSecond(), false));
            case LOSE, DELAY -> troubles.begin(node, trouble(step));
            case CLOCK_SKEW -> {
                // Engines know no time of day, and what nodes tell others of it is told to nobody here.
            }
            case EXPEL -> {
                failovers.expelled(node);
                keys().expel(node);
            }
            case COMPROMISE -> keys().steal(node);
            case PARTITION, REKEY -> throw new IllegalStateException(step.verb() + " is not of one node");
        }
    }

    private void end(Step step, int node) {
        if (tree.isAuthority(node)) {
            keys().end(step, tree.layer(node));
            return;
        }
        SimNode host = world.node(node);
        switch (step.verb()) {
            case KILL -> start(host);
            case DRAIN -> restart(host);
            case PAUSE -> host.resume();
            case SLOW -> appetite(host, Appetite.EAGER);
            case LOSE, DELAY -> troubles.end(node, trouble(step));
            case COMPROMISE -> {
                failovers.expelled(node);
                keys().told(node);
            }
            default -> {
                // Does not end by itself.
            }
        }
    }

    private static Troubles.Trouble trouble(Step step) {
        return new Troubles.Trouble(step.extent().share(), step.extent().delayNs(), step.extent().jitterNs());
    }

    private KeyFaults keys() {
        return Objects.requireNonNull(keys);
    }

    private void restart(SimNode host) {
        host.crash();
        start(host);
    }

    private void start(SimNode host) {
        if (!host.isRunning() && keys != null) {
            keys.start(host);
        } else if (!host.isRunning()) {
            host.start();
        }
    }

    private static void appetite(SimNode host, Appetite appetite) {
        if (host.program() instanceof ReceiverProgram receiver) {
            host.tell(nowNs -> receiver.appetite(appetite, nowNs));
        }
    }
}
