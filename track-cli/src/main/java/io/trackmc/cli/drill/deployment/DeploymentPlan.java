package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.drill.DrillAction;
import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillTree;
import io.trackmc.sim.drill.Promise;
import io.trackmc.sim.drill.Step;
import io.trackmc.sim.drill.Verb;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;

/** What a drill would do on a deployment, to whom and when. Made only where nobody would be hit whom the file does not name. */
final class DeploymentPlan {

    /** Most nodes that can be cut off together: each is told where the others are, in one line. */
    static final int MOST_TOGETHER = 32;

    private static final Set<Verb> POSSIBLE = EnumSet.of(Verb.KILL, Verb.RESTART, Verb.PAUSE, Verb.PARTITION,
            Verb.LOSE, Verb.DELAY, Verb.CLOCK_SKEW, Verb.DRAIN, Verb.EXPEL);
    private static final Set<Promise> RECEIVERS_TELL = EnumSet.of(Promise.MESSAGES_LOST,
            Promise.INCOMPLETE_RECEIVERS, Promise.FAILOVER_P99, Promise.LONGEST_ORPHANED, Promise.REPARENTED);
    private static final long NS_PER_MS = 1_000_000;
    private static final double NS_PER_SECOND = 1e9;
    private static final int PER_CENT = 100;

    private final Drill drill;
    private final DrillTree tree;
    private final Deployment deployment;
    private final List<DrillAction> actions;

    /**
     * Checks that the drill can be run on that deployment, without asking it anything.
     *
     * @throws TaskException when it cannot
     */
    DeploymentPlan(Drill drill, Deployment deployment, long seed) {
        this.deployment = deployment;
        this.drill = drill.with(deployment.sized(drill.group()));
        this.tree = new DrillTree(this.drill.group());
        checkNames();
        this.actions = DrillAction.of(this.drill, tree, seed, POSSIBLE, "--deployment");
        checkTimes();
        checkRadius();
        checkVerbs();
    }

    /** The drill with a group as large as that of the deployment. */
    Drill drill() {
        return drill;
    }

    /** Where it would be run. */
    Deployment deployment() {
        return deployment;
    }

    /** Everything that it does, in the order of time. */
    List<DrillAction> actions() {
        return actions;
    }

    /** The same, what is done at the same time together. */
    List<List<DrillAction>> batches() {
        List<List<DrillAction>> batches = new ArrayList<>();
        for (DrillAction action : actions) {
            DrillAction last = batches.isEmpty() ? null : batches.getLast().getLast();
            if (last == null || last.atNs() != action.atNs() || last.begins() != action.begins()
                    || !last.step().equals(action.step())) {
                batches.add(new ArrayList<>());
            }
            batches.getLast().add(action);
        }
        return batches;
    }

    private void checkNames() {
        for (Step step : drill.steps()) {
            String missing = step.missing(tree);
            if (missing != null) {
                throw TaskException.usage(drill.name() + " hits " + missing + ", which " + deployment.file()
                        + " does not have");
            }
            if (step.nodes(tree, new SplittableRandom(0)).isEmpty()) {
                throw TaskException.usage(drill.name() + ": one of its faults hits nobody in " + deployment.file());
            }
        }
    }

    private void checkTimes() {
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
    }

    private void checkRadius() {
        Set<String> outside = new TreeSet<>(actions.stream().map(DrillAction::node).toList());
        outside.removeAll(deployment.blastRadius());
        if (!outside.isEmpty()) {
            throw TaskException.usage(drill.name() + " hits " + String.join(", ", outside) + "; " + deployment.file()
                    + ": key \"deployment.blast-radius\": found " + new TreeSet<>(deployment.blastRadius())
                    + ", allowed: whom the drill hits too");
        }
    }

    private void checkVerbs() {
        boolean expels = actions.stream().anyMatch(action -> action.step().verb() == Verb.EXPEL);
        if (expels && deployment.authorities() == null) {
            throw TaskException.usage(drill.name() + " expels; " + deployment.file()
                    + ": key \"deployment.expel\" is missing, allowed: where the authorities and their keys are");
        }
        if (actions.stream().anyMatch(action -> action.node().equals(DrillTree.SENDER_NAME) && ends(action))) {
            throw TaskException.usage(drill.name() + ": found " + DrillTree.SENDER_NAME
                    + ", allowed to be ended with --deployment: every other node");
        }
        if (actions.stream().anyMatch(action -> action.step().extent().offsetMs() < 0 && isAuthority(action.node()))) {
            throw TaskException.usage(drill.name() + ": found a clock of an authority that is set back, allowed with"
                    + " --deployment: one that is set forward, because certificates that have expired would be good again");
        }
        if (drill.promises().stream().noneMatch(promised -> Outcomes.SEEN.contains(promised.promise())
                || RECEIVERS_TELL.contains(promised.promise()))) {
            throw TaskException.usage(drill.name() + ": none of its promises can be seen on a deployment");
        }
        for (List<DrillAction> batch : batches()) {
            if (batch.getFirst().step().verb() == Verb.PARTITION && batch.size() > MOST_TOGETHER) {
                throw TaskException.usage(drill.name() + ": found a partition of " + batch.size()
                        + " nodes, allowed with --deployment: of at most " + MOST_TOGETHER);
            }
        }
    }

    private static boolean isAuthority(String node) {
        return node.equals(DrillTree.TRANSPORT_CONTROLLER) || node.equals(DrillTree.CONTENT_AUTHORITY);
    }

    /** What is done, a line for each thing, with who or what undoes it. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (List<DrillAction> batch : batches()) {
            batch.forEach(action -> lines.add(line(action) + undoOf(action)));
            if (isCutTogether(batch) && batch.getFirst().begins()) {
                lines.add("           the " + (deployment.nodes().size() - batch.size())
                        + " others hear nothing of these, so that they are cut off from both sides");
            }
        }
        return lines;
    }

    /** What one thing is, as people read it. */
    String line(DrillAction action) {
        String name = process(action.node()).name();
        String of = name.equals(action.node()) ? name : name + " (" + action.node() + ")";
        return String.format(Locale.ROOT, "%7.1f s  %s %s", action.atNs() / NS_PER_SECOND,
                (action.begins() ? "" : "end of ") + what(action), of);
    }

    /** The verb of one, with how bad it is. */
    static String what(DrillAction action) {
        String word = action.step().verb().word();
        var extent = action.step().extent();
        return switch (action.step().verb()) {
            case LOSE -> word + " " + Math.round(PER_CENT * extent.share()) + "% of what reaches";
            case DELAY -> word + " by " + extent.delayNs() / NS_PER_MS
                    + (extent.jitterNs() == 0 ? "" : " to " + (extent.delayNs() + extent.jitterNs()) / NS_PER_MS)
                    + " ms what reaches";
            case CLOCK_SKEW -> word + " of " + extent.offsetMs() / 1_000.0 + " s at";
            default -> word;
        };
    }

    private String undoOf(DrillAction action) {
        return switch (action.step().verb()) {
            case KILL, DRAIN -> action.begins() ? action.step().forNs() > 0 ? "" : "; stays down"
                    : startOf(action.node());
            case RESTART -> startOf(action.node());
            case EXPEL -> action.begins() ? "; cannot be undone" : "";
            default -> action.begins() ? "; ends by itself" : "";
        };
    }

    private String startOf(String role) {
        List<String> start = process(role).start();
        return start.isEmpty() ? ": its service manager starts it again" : ": " + String.join(" ", start);
    }

    /** Each process must be who the file says, and tell what happens to it; each that is hit must take the longest fault that it is to have. */
    void checkAllowed(Processes processes) throws InterruptedException {
        Map<String, Long> longest = new LinkedHashMap<>();
        Set<String> told = new LinkedHashSet<>();
        for (List<DrillAction> batch : batches()) {
            if (isCutTogether(batch)) {
                told.addAll(deployment.nodes());
            }
            for (DrillAction action : batch) {
                longest.merge(action.node(), lasting(action), Math::max);
            }
            long forNs = lasting(batch.getFirst());
            told.forEach(role -> longest.merge(role, forNs, Math::max));
            told.clear();
        }
        for (Map.Entry<String, DrillAnswer> each : processes.lookAll(deployment.processes().keySet()).entrySet()) {
            check(process(each.getKey()), each.getValue(), longest.getOrDefault(each.getKey(), 0L));
        }
    }

    private void check(DeployedProcess process, DrillAnswer answer, long wantedNs) {
        if (!answer.node().equals(process.name())) {
            throw TaskException.failed(process.place().url() + ": found " + AdminClient.shown(answer.node()) + ", not "
                    + process.name() + " (" + deployment.file() + ", key \"deployment.nodes." + process.role()
                    + "\")");
        }
        if (wantedNs > answer.longestMillis() * NS_PER_MS) {
            throw TaskException.failed(process.name() + " takes faults of " + answer.longestMillis()
                    + " ms at most (drills.longest); the drill wants " + wantedNs / NS_PER_MS + " ms");
        }
    }

    /** The process of a role that the drill names: there is one, or this would not have been made. */
    DeployedProcess process(String role) {
        return Objects.requireNonNull(deployment.processes().get(role), role);
    }

    /** Whether it cuts off nodes that go on hearing each other. */
    static boolean isCutTogether(List<DrillAction> batch) {
        return batch.getFirst().step().verb() == Verb.PARTITION && batch.size() > 1;
    }

    /** Whether the process is gone then. */
    static boolean ends(DrillAction action) {
        return switch (action.step().verb()) {
            case KILL, RESTART, DRAIN -> true;
            default -> false;
        };
    }

    /** Whether it is to be there again after it was ended. */
    static boolean comesBack(DrillAction action) {
        return action.step().verb() == Verb.RESTART || action.step().forNs() > 0;
    }

    /** For how long a node itself keeps it up; 0 for what does not end by itself. */
    static long lasting(DrillAction action) {
        return ends(action) || action.step().verb() == Verb.EXPEL ? 0 : action.step().forNs();
    }
}
