package io.trackmc.cli.drill.deployment;

import io.trackmc.cli.drill.DrillAction;
import io.trackmc.cli.drill.live.OrphanStory;
import io.trackmc.cli.task.TaskException;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.Verb;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run of a drill on nodes that run. Hurts only who is named in the blast radius, and no longer than nodes and deployment allow; however it ends, it
 * undoes what it has ordered, and what it cannot reach undoes itself.
 */
public final class DeploymentDrill {

    private final DeploymentPlan plan;
    private final Deployment deployment;
    private final long seed;
    private final DrillProgress progress;

    /** What came of it. */
    public record Outcome(DrillReport report, long beginNs, List<OrphanStory> stories) {}

    /**
     * Checks that the drill can be run on that deployment, without asking it anything.
     *
     * @param file of the deployment
     * @param progress hears of each thing that is done
     * @throws TaskException when it cannot
     */
    public DeploymentDrill(Drill drill, Path file, long seed, DrillProgress progress) {
        this.deployment = DeploymentFile.read(file);
        this.plan = new DeploymentPlan(drill, deployment, seed);
        this.seed = seed;
        this.progress = progress;
    }

    /** The drill with a group as large as that of the deployment. */
    public Drill drill() {
        return plan.drill();
    }

    /** What would be done, a line for each thing; asks every process whether it takes such orders. */
    public List<String> plan() throws InterruptedException {
        try (Processes processes = Processes.open(deployment)) {
            plan.checkAllowed(processes);
            return plan.lines();
        }
    }

    /** The same, without asking anybody. */
    public List<String> lines() {
        return plan.lines();
    }

    /** Names of all who would be hit. */
    public List<String> hits() {
        return plan.actions().stream().map(action -> plan.process(action.node()).name()).distinct().toList();
    }

    /**
     * Runs it to the end.
     *
     * @throws TaskException when it cannot be begun, or carried on
     */
    public Outcome run() throws InterruptedException {
        try (Processes processes = Processes.open(deployment)) {
            plan.checkAllowed(processes);
            SenderWatch sender = new SenderWatch(processes);
            sender.awaitFlow();
            Map<String, Reading> before = processes.readAll();
            long beginNs = System.nanoTime();
            Damage damage = new Damage();
            Starts starts = new Starts(processes::answers, progress::tell);
            Orders orders = new Orders(deployment, processes);
            List<String> faults;
            try {
                for (List<DrillAction> batch : plan.batches()) {
                    sender.watchUntil(beginNs + batch.getFirst().atNs());
                    act(batch, orders, sender, damage, starts);
                }
                sender.watchUntil(beginNs + drill().group().durationNs());
            } finally {
                faults = undo(processes, orders, damage, starts);
            }
            return new Outcomes(drill(), deployment, processes, sender, before, beginNs).of(seed, damage.hurts,
                    damage.expelled, damage.expulsions, damage.gone, faults);
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

    private void act(List<DrillAction> batch, Orders orders, SenderWatch sender, Damage damage, Starts starts)
            throws InterruptedException {
        batch.forEach(action -> progress.tell(plan.line(action)));
        if (!batch.getFirst().begins()) {
            batch.forEach(action -> end(action, damage, starts));
            return;
        }
        for (DrillAction action : batch) {
            if (DeploymentPlan.ends(action)) {
                // Before it is asked for: the answer may be lost, and the process gone all the same.
                (DeploymentPlan.comesBack(action) ? damage.down : damage.gone).add(action.node());
            }
            progress.hit(plan.process(action.node()).name(), DeploymentPlan.what(action));
        }
        if (batch.getFirst().step().verb() == Verb.EXPEL) {
            for (DrillAction action : batch) {
                expel(action, sender, damage);
            }
            return;
        }
        damage.hurts.addAll(orders.give(batch));
        if (batch.getFirst().step().verb() == Verb.RESTART) {
            batch.forEach(action -> end(action, damage, starts));
        }
    }

    private void end(DrillAction action, Damage damage, Starts starts) {
        DeployedProcess process = plan.process(action.node());
        if (DeploymentPlan.ends(action)) {
            starts.start(process);
            damage.down.remove(action.node());
        }
        progress.over(process.name());
    }

    private void expel(DrillAction action, SenderWatch sender, Damage damage) throws InterruptedException {
        damage.expelled.add(action.node());
        boolean repairHead = action.node().startsWith("rh-");
        Expulsion.Done done = new Expulsion(deployment).expel(repairHead, plan.process(action.node()).name(), sender);
        damage.hurts.add(new Hurt(action.node(), done.askedNs(), 0));
        if (!repairHead) {
            damage.expulsions.add(done);
        }
    }

    /** Also when it was interrupted, or cannot be carried on: nobody is left hurt who can be reached. Starts first, all at the same time: little may be left. */
    private List<String> undo(Processes processes, Orders orders, Damage damage, Starts starts) {
        boolean interrupted = Thread.interrupted();
        starts.startMissing(damage.down.stream().map(plan::process).toList());
        Set<String> lasting = new LinkedHashSet<>(orders.shunning());
        plan.actions().stream().filter(action -> DeploymentPlan.lasting(action) > 0).map(DrillAction::node)
                .forEach(lasting::add);
        processes.tryToUndo(List.copyOf(lasting), role -> progress
                .tell(plan.process(role).name()
                        + " has not said that it is well: what was ordered there ends by itself"));
        damage.gone.forEach(role -> progress.tell(plan.process(role).name() + " stays ended, as the drill has it"));
        damage.expelled.forEach(role -> progress.tell(plan.process(role).name() + " stays expelled"));
        List<String> faults = starts.faults();
        damage.down.forEach(role -> progress.over(plan.process(role).name()));
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return faults;
    }
}
