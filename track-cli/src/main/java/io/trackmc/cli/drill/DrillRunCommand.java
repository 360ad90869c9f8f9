package io.trackmc.cli.drill;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.drill.deployment.DeploymentDrill;
import io.trackmc.cli.drill.live.LiveDrill;
import io.trackmc.cli.drill.report.DrillFiles;
import io.trackmc.cli.drill.report.DrillResult;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.Task;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.cli.unit.TimeSpan;
import io.trackmc.sim.drill.Drill;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.drill.DrillRun;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code track drill run}: one drill, and what came of its promises. */
@Command(
        name = "run", sortOptions = false,
        header = "Runs a drill and tells which promises held.",
        description = "Runs a drill and tells which promises held. Exit code 1 when one did not.",
        footerHeading = "%nExamples:%n",
        footer = {"  track drill run kill-rh", "  track drill run kill-half-the-rhs --seed 7 --json",
            "  track drill run my-drill.conf", "  track drill run kill-rh --live      # as root",
            "  track drill run kill-rh --deployment site.conf --dry-run",
            "  track drill run kill-rh --deployment site.conf --report reports"})
public final class DrillRunCommand implements Task {

    private static final double NS_PER_SECOND = 1e9;

    @Parameters(paramLabel = "NAME|FILE", description = "A drill of 'track drill list', or a file.")
    private String drill;

    @ArgGroup
    private @Nullable Where where;

    @Option(names = "--seed", paramLabel = "S",
            description = "Seed of everything random (default: another each time).")
    private @Nullable Long seed;

    @Option(names = "--dry-run",
            description = "With --deployment: tells what would be done, and asks whether it may be. Hurts nobody.")
    private boolean dryRun;

    @Option(names = "--anyway",
            description = "With --deployment: goes on where a promise is broken in the simulator already.")
    private boolean anyway;

    @Option(names = "--report", paramLabel = "DIR",
            description = "Writes the report as a page (DRILL.html) and for test tools (DRILL.junit.xml) there.")
    private @Nullable Path report;

    /** On what the drill is run; the simulator when nothing is said. */
    static final class Where {
        @Option(names = "--sim", description = "In the simulator (the default): one seed is one history.")
        @SuppressWarnings("unused") // what is run when nothing else is chosen
        private boolean sim;

        @Option(names = "--live",
                description = "On real processes that it starts in network namespaces; needs root.")
        private boolean live;

        @Option(names = "--deployment", paramLabel = "FILE",
                description = "On nodes that run and take orders of drills; in the simulator first. Hits only whom FILE names.")
        private @Nullable Path deployment;
    }

    @Override
    public List<String> fields() {
        return DrillOutcome.FIELDS;
    }

    @Override
    public void run(TaskRun run) throws Exception {
        Where on = where == null ? new Where() : where;
        if (on.deployment == null && (dryRun || anyway)) {
            throw TaskException.usage("--dry-run and --anyway mean something with --deployment only");
        }
        Drill chosen = DrillChoice.find(drill);
        long chosenSeed = seed == null ? new SecureRandom().nextInt(1_000_000) : seed;
        if (on.deployment != null) {
            onDeployment(run, chosen, chosenSeed, on.deployment);
            return;
        }
        Callable<DrillReport> work = on.live
                ? () -> new LiveDrill(chosen, chosenSeed).run()
                : () -> new DrillRun(chosen, chosenSeed).run();
        tell(run, chosen, List.of(DrillResult.of(on.live ? "live" : "sim", watched(run, chosen, work))));
    }

    private void onDeployment(TaskRun run, Drill chosen, long chosenSeed, Path file) throws Exception {
        DeploymentDrill there = new DeploymentDrill(chosen, file, chosenSeed, run.console().err()::println);
        if (dryRun) {
            List<String> plan = there.plan();
            run.set("drill", chosen.name()).set("on", "deployment").set("seed", chosenSeed).set("plan", plan);
            plan.forEach(run.people()::println);
            return;
        }
        DrillReport simulated = watched(run, there.drill(),
                () -> new DrillRun(there.drill(), chosenSeed).run());
        DrillResult first = DrillResult.of("sim", simulated);
        if (!simulated.held() && !anyway) {
            run.console().err().println("in the simulator a promise is broken: nobody was hurt; --anyway goes on");
            tell(run, there.drill(), List.of(first));
            return;
        }
        DeploymentDrill.Outcome outcome = watched(run, there.drill(), there::run);
        tell(run, there.drill(), List.of(first,
                new DrillResult("deployment", outcome.report(), outcome.beginNs(), outcome.stories())));
    }

    /** The files first: a broken promise ends the command. */
    private void tell(TaskRun run, Drill of, List<DrillResult> results) {
        if (report != null) {
            DrillFiles.write(report, of, results, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                    .forEach(file -> run.console().err().println("written: " + file));
        }
        new DrillOutcome(run, of).tell(results);
    }

    /** On a thread of its own, so that people see that it goes on. */
    private static <T> T watched(TaskRun run, Drill drill, Callable<T> work) throws Exception {
        long beginNs = System.nanoTime();
        ProgressLine progress = new ProgressLine(run.console().err(), run.console().errTerminal(), beginNs);
        try (Background<T> running = Background.start("track-drill", work)) {
            return Background.await(running.result(), () -> {
                long nowNs = System.nanoTime();
                progress.show(nowNs, drill.name() + ": " + TimeSpan.text((nowNs - beginNs) / NS_PER_SECOND));
            });
        } finally {
            progress.clear();
        }
    }
}
