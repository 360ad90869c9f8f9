package io.trackmc.cli.bench;

import io.trackmc.cli.bench.TrialRun.Knowledge;
import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.file.TemporaryDirectory;
import io.trackmc.cli.host.Hosts;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.TaskException;
import io.trackmc.cli.task.TaskRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs trials in turns, so that whatever else the machine does meets all peers alike, and tells what came of them. */
final class Bench {

    static final List<String> FIELDS = List.of("rows");

    private final TaskRun run;

    private final MessageOptions options;

    Bench(TaskRun run, MessageOptions options) {
        this.run = run;
        this.options = options;
    }

    /** @param name of the picture, if one is wanted */
    void measure(String name, List<Trial> trials) throws Exception {
        int runs = options.runs();
        Hosts.requirePossible("bench");
        if (!Files.isDirectory(Path.of(System.getProperty("track.home", ""), "track-perf"))) {
            throw TaskException.usage("bench is started by ./track, which builds the programs of the peers");
        }
        BenchRows rows = new BenchRows();
        ProgressLine progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
        try {
            if (!options.isCold()) {
                for (Trial trial : trials) {
                    learn(progress, trial);
                }
            }
            for (int i = 1; i <= runs; i++) {
                for (Trial trial : trials) {
                    String what = "run " + i + " of " + runs + ": " + trial.peer().text();
                    rows.add(trial, watched(progress, what, trial));
                }
            }
        } finally {
            progress.clear();
        }
        run.set("rows", rows.json());
        options.draw(rows.chart(), name);
        rows.table(run.peopleTerminal().pictureColumns()).forEach(run.people()::println);
    }

    private static void learn(ProgressLine progress, Trial trial) throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.create("track-bench");
                Background<Void> running = Background.start("track-bench", () -> {
                    TrialRun.learn(trial, directory.path());
                    return null;
                })) {
            Background.await(running.result(),
                    () -> progress.show(System.nanoTime(), "learning: " + trial.peer().text()));
        } catch (TaskException _) {
            // It starts as any Java program does; whether it works at all, the trials show.
        }
    }

    private TrialResult watched(ProgressLine progress, String what, Trial trial) throws Exception {
        try (TemporaryDirectory directory = TemporaryDirectory.create("track-bench");
                Background<TrialResult> running = Background.start("track-bench",
                        () -> new TrialRun(trial, directory.path(),
                                options.isCold() ? Knowledge.NONE : Knowledge.LEARNT).run())) {
            return Background.await(running.result(), () -> progress.show(System.nanoTime(), what));
        }
    }
}
