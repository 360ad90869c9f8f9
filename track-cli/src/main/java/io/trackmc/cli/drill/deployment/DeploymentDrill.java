package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.drill.DrillAction;
import io.trackmc.cli.drill.live.OrphanStory;
import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.drill.Promise;
import io.trackmc.sim.drill.Verb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * One run of a drill on nodes that run. Hurts only who is named in the blast radius, and no longer than nodes and deployment allow; however it ends, it
 * undoes what it has ordered, and what it cannot reach undoes itself.
 */
public final class DeploymentDrill {

    private static final Set<Verb> POSSIBLE = EnumSet.of(Verb.KILL, Verb.RESTART, Verb.PAUSE, Verb.PARTITION,
            Verb.DRAIN, Verb.EXPEL);
    private static final Set<Promise> RECEIVERS_TELL = EnumSet.of(Promise.MESSAGES_LOST,
            Promise.INCOMPLETE_RECEIVERS, Promise.FAILOVER_P99, Promise.LONGEST_ORPHANED, Promise.REPARENTED);
    /** A process that is told to end leaves its answer so long to get away. */
    private static final long ENDS_AFTER_NS = 50_000_000L;
    private static final long NS_PER_MS = 1_000_000;
    private static final long SECOND_NS = 1_000_000_000L;

    private final Drill drill;
    private final DrillTree tree;
    private final Deployment deployment;
    private final long seed;
    private final List<DrillAction> actions;
    private final Consumer<String> tells;

    /** What came of it. */
    public record Outcome(DrillReport report, long beginNs, List<OrphanStory> stories) {}

    /**
     * Checks that the drill can be run on that deployment, without asking it anything.
     *
     * @param file of the deployment
     * @param tells takes a line of each thing that is done
     * @throws TaskException when it cannot
     */
    public DeploymentDrill(Drill drill, Path file, long seed, Consumer<String> tells) {
        this.deployment = DeploymentFile.read(file);
        this.drill = drill.with(deployment.sized(drill.group()));
        this.tree = new DrillTree(this.drill.group());
        this.seed = seed;
        this.tells = tells;
        this.actions = DrillAction.of(this.drill, tree, seed, POSSIBLE, "--deployment");
        check();
    }

    /** The drill with a group as large as that of the deployment. */
    public Drill drill() {
        return drill;
    }

    private void check() {
        if (drill.group().seconds() > deployment.timeLimit().toSeconds()) {
            throw TaskException.usage(drill.name() + " takes " + drill.group().seconds() + " s; " + deployment.file()
                    + ": key \"deployment.time-limit\": found " + deployment.timeLimit().toSeconds()
                    + "s, allowed: at least as much");
        }
        if (drill.healedNs(tree) > drill.lastFaultNs()) {
            throw TaskException.usage(drill.name() + ": in a group as large as that of " + deployment.file()
                    + " its faults last " + drill.healedNs(tree) / NS_PER_MS + " ms, allowed: "
                    + drill.lastFaultNs() / NS_PER_MS + " ms (key \"drill.group.seconds\")");
        }
        Set<String> outside = new TreeSet<>(actions.stream().map(DrillAction::node).toList());
        outside.removeAll(deployment.blastRadius());
        if (!outside.isEmpty()) {
            throw TaskException.usage(drill.name() + " hits " + String.join(", ", outside) + "; " + deployment.file()
                    + ": key \"deployment.blast-radius\": found " + new TreeSet<>(deployment.blastRadius())
                    + ", allowed: whom the drill hits too");
        }
        boolean expels = actions.stream().anyMatch(action -> action.step().verb() == Verb.EXPEL);
        if (expels && deployment.authorities() == null) {
            throw TaskException.usage(drill.name() + " expels; " + deployment.file()
                    + ": key \"deployment.expel\" is missing, allowed: where the authorities and their keys are");
        }
        if (actions.stream().anyMatch(action -> action.node().equals(DrillTree.SENDER_NAME) && ends(action))) {
            throw TaskException.usage(drill.name() + ": found " + DrillTree.SENDER_NAME
                    + ", allowed to be ended with --deployment: every other node");
        }
        if (drill.promises().stream().noneMatch(promised -> Outcomes.SEEN.contains(promised.promise())
                || RECEIVERS_TELL.contains(promised.promise()))) {
            throw TaskException.usage(drill.name() + ": none of its promises can be seen on a deployment");
        }
        for (DrillAction action : actions) {
            if (action.step().verb() == Verb.PARTITION && action.step().who().count(tree) > 1) {
                throw TaskException.usage(drill.name()
                        + ": found partition of several nodes, allowed with --deployment: of one node");
            }
        }
    }

    /** What would be done, a line for each thing; asks every process that would be hit whether it takes such orders. */
    public List<String> plan() throws InterruptedException {
        try (Processes processes = Processes.open(deployment)) {
            checkAllowed(processes);
            return actions.stream().map(action -> line(action) + undoOf(action)).toList();
        }
    }

    private String line(DrillAction action) {
        String name = process(action.node()).name();
        String of = name.equals(action.node()) ? name : name + " (" + action.node() + ")";
        return String.format(Locale.ROOT, "%7.1f s  %s %s", action.atNs() / (double) SECOND_NS,
                action.begins() ? action.step().verb().word() : "end of " + action.step().verb().word(), of);
    }

    private String undoOf(DrillAction action) {
        return switch (action.step().verb()) {
            case KILL, DRAIN -> action.begins() ? action.step().forNs() > 0 ? "" : "; stays down"
                    : startOf(action.node());
            case RESTART -> startOf(action.node());
            case PAUSE, PARTITION -> action.begins() ? "; ends by itself" : "";
            default -> action.begins() ? "; cannot be undone" : "";
        };
    }

    private String startOf(String role) {
        List<String> start = process(role).start();
        return start.isEmpty() ? ": its service manager starts it again" : ": " + String.join(" ", start);
    }

    private static boolean ends(DrillAction action) {
        return switch (action.step().verb()) {
            case KILL, RESTART, DRAIN -> true;
            default -> false;
        };
    }

    /** Whether it is to be there again after it was ended. */
    private static boolean comesBack(DrillAction action) {
        return action.step().verb() == Verb.RESTART || action.step().forNs() > 0;
    }

    private DeployedProcess process(String role) {
        DeployedProcess process = deployment.processes().get(role);
        if (process == null) {
            throw new IllegalStateException("no process " + role);
        }
        return process;
    }

    /** Each node must be who the file says, and tell what happens to it; each that is hit must take the longest fault that it is to have. */
    private void checkAllowed(Processes processes) throws InterruptedException {
        Map<String, Long> longest = new LinkedHashMap<>();
        for (DrillAction action : actions) {
            if (action.begins() && action.step().verb() != Verb.EXPEL) {
                longest.merge(action.node(), lasting(action), Math::max);
            }
        }
        for (DeployedProcess process : deployment.processes().values()) {
            DrillAnswer answer = processes.look(process.role());
            if (!answer.node().equals(process.name())) {
                throw TaskException.failed(process.place().url() + ": found " + answer.node() + ", not "
                        + process.name() + " (" + deployment.file() + ", key \"deployment.nodes." + process.role()
                        + "\")");
            }
            long wantedNs = longest.getOrDefault(process.role(), 0L);
            if (wantedNs > answer.longestMillis() * NS_PER_MS) {
                throw TaskException.failed(process.name() + " takes faults of " + answer.longestMillis()
                        + " ms at most (drills.longest); the drill wants " + wantedNs / NS_PER_MS + " ms");
            }
        }
    }

    private static long lasting(DrillAction action) {
        Verb verb = action.step().verb();
        return verb == Verb.PAUSE || verb == Verb.PARTITION ? action.step().forNs() : 0;
    }

    /**
     * Runs it to the end.
     *
     * @throws TaskException when it cannot be begun, or carried on
     */
    public Outcome run() throws InterruptedException {
        try (Processes processes = Processes.open(deployment)) {
            checkAllowed(processes);
            SenderWatch sender = new SenderWatch(processes);
            sender.awaitFlow();
            Map<String, Reading> before = processes.readAll();
            long beginNs = System.nanoTime();
            Damage damage = new Damage();
            Starts starts = new Starts(tells);
            try {
                for (DrillAction action : actions) {
                    sender.watchUntil(beginNs + action.atNs());
                    act(action, processes, sender, damage, starts);
                }
                sender.watchUntil(beginNs + drill.group().durationNs());
            } finally {
                undo(processes, damage, starts);
            }
            return new Outcomes(drill, deployment, processes, sender, before, beginNs).of(seed, damage.hurts,
                    damage.expelled, damage.expulsions, damage.gone, starts.faults());
        }
    }

    /** What was done so far. */
    private static final class Damage {
        private final List<Hurt> hurts = new ArrayList<>();
        private final Set<String> expelled = new LinkedHashSet<>();
        private final List<Expulsion.Done> expulsions = new ArrayList<>();
        /** Ended, and not yet started again although they are to be. */
        private final Set<String> down = new LinkedHashSet<>();
        /** Ended, and not to come back. */
        private final Set<String> gone = new LinkedHashSet<>();
    }

    private void act(DrillAction action, Processes processes, SenderWatch sender, Damage damage, Starts starts)
            throws InterruptedException {
        tells.accept(line(action));
        DeployedProcess process = process(action.node());
        if (!action.begins()) {
            if (ends(action)) {
                starts.start(process);
                damage.down.remove(action.node());
            }
            return;
        }
        if (ends(action)) {
            // Before it is asked for: the answer may be lost, and the process gone all the same.
            (comesBack(action) ? damage.down : damage.gone).add(action.node());
        }
        switch (action.step().verb()) {
            case EXPEL -> {
                damage.expelled.add(action.node());
                boolean repairHead = action.node().startsWith("rh-");
                Expulsion.Done done = new Expulsion(deployment).expel(repairHead, process.name(), sender);
                damage.hurts.add(new Hurt(action.node(), done.askedNs(), 0));
                if (!repairHead) {
                    damage.expulsions.add(done);
                }
            }
            case PAUSE -> damage.hurts.add(ordered(action, processes, "hang?forMillis=" + lasting(action) / NS_PER_MS));
            case PARTITION -> damage.hurts
                    .add(ordered(action, processes, "partition?forMillis=" + lasting(action) / NS_PER_MS));
            case DRAIN -> damage.hurts.add(ordered(action, processes, "drain"));
            default -> {
                damage.hurts.add(ordered(action, processes, "kill"));
                if (action.step().verb() == Verb.RESTART) {
                    starts.start(process);
                    damage.down.remove(action.node());
                }
            }
        }
    }

    private static Hurt ordered(DrillAction action, Processes processes, String order) throws InterruptedException {
        long atNs = processes.order(action.node(), order).atNs();
        return new Hurt(action.node(), ends(action) ? atNs + ENDS_AFTER_NS : atNs, lasting(action));
    }

    /** Also when it was interrupted, or cannot be carried on: nobody is left hurt who can be reached. Starts first, all at the same time: little may be left. */
    private void undo(Processes processes, Damage damage, Starts starts) {
        boolean interrupted = Thread.interrupted();
        starts.startMissing(damage.down.stream().map(this::process).toList(), processes::answers);
        processes.tryToUndo(actions.stream().filter(action -> lasting(action) > 0).map(DrillAction::node).distinct()
                .toList());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
