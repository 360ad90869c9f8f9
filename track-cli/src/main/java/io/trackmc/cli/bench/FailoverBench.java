package io.trackmc.cli.bench;

import io.trackmc.cli.console.ProgressLine;
import io.trackmc.cli.drill.live.LiveDrill;
import io.trackmc.cli.picture.TextTable;
import io.trackmc.cli.task.Background;
import io.trackmc.cli.task.TaskRun;
import io.trackmc.sim.drill.DrillReport;
import io.trackmc.sim.measure.Durations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Kills repair heads and tells how long receivers were without one that served. All runs together make the row. */
final class FailoverBench {

    private static final double NS_PER_MILLISECOND = 1e6;
    private static final List<String> OF_MESSAGES = List.of("messagesPerSecond", "messagesPerSecondMin",
            "messagesPerSecondMax", "megabytesPerSecond", "p50Micros", "p99Micros", "cpuMicrosPerMessage",
            "rssMegabytes");

    private final TaskRun run;
    private final FailoverTrial trial;
    private final Durations times = new Durations();
    private long lost;

    FailoverBench(TaskRun run, FailoverTrial trial) {
        this.run = run;
        this.trial = trial;
    }

    void measure(int runs) throws Exception {
        ProgressLine progress = new ProgressLine(run.console().err(), run.console().errTerminal(), System.nanoTime());
        try {
            for (int i = 1; i <= runs; i++) {
                String what = "run " + i + " of " + runs + ": track";
                int seed = i;
                try (Background<DrillReport> running = Background.start("track-bench",
                        () -> new LiveDrill(trial.drill(), seed, trial.mode().wiring()).run())) {
                    add(Background.await(running.result(), () -> progress.show(System.nanoTime(), what)));
                }
            }
        } finally {
            progress.clear();
        }
        run.set("rows", List.of(row(runs)));
        TextTable table = new TextTable(List.of("peer", "secured", "fail-overs", "p50 ms", "p99 ms", "longest ms",
                "messages lost"));
        table.row(Peer.TRACK.text(), "yes", times.count(), percentile(50), percentile(99), percentile(100), lost);
        table.lines(run.peopleTerminal().pictureColumns()).forEach(run.people()::println);
    }

    private void add(DrillReport report) {
        times.addAll(report.failovers());
        lost += report.messagesLost();
    }

    private Map<String, @Nullable Object> row(int runs) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("peer", Peer.TRACK.text());
        row.put("secured", true);
        row.put("mode", trial.mode().text());
        row.put("size", trial.bytes());
        row.put("receivers", trial.receivers());
        row.put("loss", trial.loss());
        row.put("lossModel", trial.mode().lossModel(trial.loss()));
        row.put("runs", runs);
        OF_MESSAGES.forEach(key -> row.put(key, null));
        row.put("failoverMillis", times.count() == 0 ? null
                : Map.of("count", times.count(), "p50", percentile(50), "p99", percentile(99), "max", percentile(100)));
        row.put("messagesLost", lost);
        return row;
    }

    private double percentile(int percent) {
        return times.count() == 0 ? 0 : times.percentileNs(percent) / NS_PER_MILLISECOND;
    }
}
