package io.trackmc.cli.drill.serve;

import io.trackmc.cli.drill.deployment.DeploymentDrill;
import io.trackmc.cli.drill.deployment.DrillProgress;
import io.trackmc.cli.drill.report.DrillFiles;
import io.trackmc.cli.drill.report.DrillResult;
import io.trackmc.cli.task.Fault;
import io.trackmc.cli.task.TaskException;
import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillRun;
import io.trackmc.sim.drill.PromiseResult;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Drills on the nodes of one deployment, whose file is read anew each time. */
final class DeploymentWork implements DrillWork {

    private final Path file;
    private final @Nullable Path reports;

    /** @param reports where reports are written besides; null for nowhere */
    DeploymentWork(Path file, @Nullable Path reports) {
        this.file = file;
        this.reports = reports;
    }

    @Override
    public String whyNot(Drill drill) {
        try {
            new DeploymentDrill(drill, file, 0, _ -> {});
            return "";
        } catch (TaskException | KeyFileException e) {
            return Fault.text(e);
        }
    }

    @Override
    public Plan plan(Drill drill, long seed) throws InterruptedException {
        DeploymentDrill there = new DeploymentDrill(drill, file, seed, _ -> {});
        return new Plan(there.plan(), there.hits());
    }

    @Override
    public Result run(Drill drill, long seed, Plan shown, Runnable onNodes, DrillProgress progress)
            throws InterruptedException {
        DeploymentDrill there = new DeploymentDrill(drill, file, seed, progress);
        if (!there.lines().equals(shown.lines())) {
            throw TaskException.failed(file + " has changed since the plan was shown: look at it again");
        }
        DrillResult simulated = DrillResult.of("sim", new DrillRun(there.drill(), seed).run());
        if (!simulated.report().held()) {
            return result(there.drill(), List.of(simulated),
                    "In the simulator a promise is broken, so nobody was hurt: ");
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        onNodes.run();
        DeploymentDrill.Outcome outcome = there.run();
        return result(there.drill(), List.of(simulated, new DrillResult("deployment", outcome.report(),
                outcome.beginNs(), outcome.stories())), "A promise was broken: ");
    }

    private Result result(Drill drill, List<DrillResult> results, String whenBroken) {
        String when = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        if (reports != null) {
            DrillFiles.write(reports, drill, results, when);
        }
        List<PromiseResult> last = results.getLast().report().promises();
        String broken = last.stream().filter(each -> !each.held()).map(each -> each.name() + " (" + each.text() + ")")
                .collect(Collectors.joining(", "));
        String held = last.size() == drill.promises().size() ? "Every promise was held."
                : "Every promise that could be seen was held.";
        return new Result(broken.isEmpty() ? held : whenBroken + broken + ".", DrillFiles.page(drill, results, when));
    }
}
