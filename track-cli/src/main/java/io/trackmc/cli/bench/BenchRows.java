package io.trackmc.cli.bench;

import io.trackmc.cli.picture.BarChart;
import io.trackmc.cli.picture.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The runs of each peer as one row: medians, with the least and the most. */
final class BenchRows {

    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final Map<Trial, List<TrialResult>> results = new LinkedHashMap<>();

    void add(Trial trial, TrialResult result) {
        results.computeIfAbsent(trial, _ -> new ArrayList<>()).add(result);
    }

    /** For programs. */
    List<Map<String, @Nullable Object>> json() {
        return results.entrySet().stream().map(row -> json(row.getKey(), row.getValue())).toList();
    }

    /** For people. */
    List<String> table(int columns) {
        TextTable table = new TextTable(
                List.of("peer", "secured", "messages/s", "least", "most", "MB/s", "p50 µs", "p99 µs",
                        "CPU µs/message", "RSS MB", "missing"));
        results.forEach((trial, runs) -> {
            double rate = median(runs, TrialResult::messagesPerSecond);
            table.row(trial.peer().text(), trial.peer().isSecured() ? "yes" : "no", (long) rate,
                    (long) least(runs), (long) most(runs), (long) (rate * trial.bytes() / BYTES_PER_MEGABYTE),
                    (long) median(runs, TrialResult::p50Micros), (long) median(runs, TrialResult::p99Micros),
                    String.format(Locale.ROOT, "%.2f", median(runs, TrialResult::cpuMicrosPerMessage)),
                    (long) median(runs, TrialResult::rssMegabytes), missing(runs));
        });
        return table.lines(columns);
    }

    private static Map<String, @Nullable Object> json(Trial trial, List<TrialResult> runs) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        double rate = median(runs, TrialResult::messagesPerSecond);
        row.put("peer", trial.peer().text());
        row.put("secured", trial.peer().isSecured());
        row.put("mode", trial.mode().text());
        row.put("size", trial.bytes());
        row.put("receivers", trial.receivers());
        row.put("loss", trial.loss());
        row.put("lossModel", trial.mode().lossModel(trial.loss()));
        row.put("runs", runs.size());
        row.put("messagesPerSecond", rate);
        row.put("messagesPerSecondMin", least(runs));
        row.put("messagesPerSecondMax", most(runs));
        row.put("megabytesPerSecond", rate * trial.bytes() / BYTES_PER_MEGABYTE);
        row.put("p50Micros", median(runs, TrialResult::p50Micros));
        row.put("p99Micros", median(runs, TrialResult::p99Micros));
        row.put("cpuMicrosPerMessage", median(runs, TrialResult::cpuMicrosPerMessage));
        row.put("rssMegabytes", median(runs, TrialResult::rssMegabytes));
        row.put("missing", missing(runs));
        row.put("drops", trial.peer() == Peer.TRACK ? drops(runs) : null);
        return row;
    }

    /** For people who look at pictures: messages a second, or, at a fixed rate, how long 99 of 100 took at most. */
    BarChart chart() {
        Trial any = results.keySet().iterator().next();
        boolean paced = any.rate() > 0;
        BarChart chart = new BarChart(String.format(Locale.ROOT, "%s: %d bytes, %d receivers, %s, loss %s",
                paced ? "p99 µs" : "messages/s", any.bytes(), any.receivers(), any.mode().text(), any.loss()));
        results.forEach((trial, runs) -> {
            ToDoubleFunction<TrialResult> value = paced ? TrialResult::p99Micros : TrialResult::messagesPerSecond;
            double[] values = runs.stream().mapToDouble(value).toArray();
            chart.bar(trial.peer().text(), median(runs, value), Arrays.stream(values).min().orElse(0),
                    Arrays.stream(values).max().orElse(0), trial.peer() == Peer.TRACK);
        });
        return chart;
    }

    private static Map<String, Long> drops(List<TrialResult> runs) {
        Map<String, Long> drops = new TreeMap<>();
        runs.forEach(result -> result.drops().forEach((reason, count) -> drops.merge(reason, count, Long::sum)));
        return drops;
    }

    private static double median(List<TrialResult> runs, ToDoubleFunction<TrialResult> value) {
        double[] sorted = runs.stream().mapToDouble(value).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private static double least(List<TrialResult> runs) {
        return runs.stream().mapToDouble(TrialResult::messagesPerSecond).min().orElse(0);
    }

    private static double most(List<TrialResult> runs) {
        return runs.stream().mapToDouble(TrialResult::messagesPerSecond).max().orElse(0);
    }

    private static long missing(List<TrialResult> runs) {
        return runs.stream().mapToLong(TrialResult::missing).sum();
    }
}
