package io.trackmc.cli.bench;

import io.trackmc.cli.picture.BarChart;
import io.trackmc.cli.picture.TextTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Seconds of each peer as one row: medians, with the least and the most. */
final class FileRows {

    private static final double BYTES_PER_MEGABYTE = 1e6;

    private final BenchOptions options;
    private final long bytes;
    private final Map<Peer, List<Double>> seconds = new LinkedHashMap<>();

    FileRows(BenchOptions options, long bytes) {
        this.options = options;
        this.bytes = bytes;
    }

    void add(Peer peer, double value) {
        seconds.computeIfAbsent(peer, _ -> new ArrayList<>()).add(value);
    }

    /** For programs. There are no messages: what is about them is null. */
    List<Map<String, @Nullable Object>> json() {
        return seconds.entrySet().stream().map(row -> json(row.getKey(), row.getValue())).toList();
    }

    /** For people. */
    List<String> table(int columns) {
        TextTable table = new TextTable(List.of("peer", "secured", "MB/s", "least", "most", "seconds"));
        seconds.forEach((peer, runs) -> table.row(peer.text(), peer.isSecured() ? "yes" : "no",
                text(rate(median(runs))), text(rate(greatest(runs))), text(rate(least(runs))), text(median(runs))));
        return table.lines(columns);
    }

    /** For people who look at pictures. */
    BarChart chart() {
        BarChart chart = new BarChart(String.format(Locale.ROOT, "MB/s: a file to %d receivers, %s, loss %s",
                options.receivers(), options.mode().text(), options.loss()));
        seconds.forEach((peer, runs) -> chart.bar(peer.text(), rate(median(runs)), rate(greatest(runs)),
                rate(least(runs)), peer == Peer.TRACK));
        return chart;
    }

    private Map<String, @Nullable Object> json(Peer peer, List<Double> runs) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("peer", peer.text());
        row.put("secured", peer.isSecured());
        row.put("mode", options.mode().text());
        row.put("size", bytes);
        row.put("receivers", options.receivers());
        row.put("loss", options.loss());
        row.put("lossModel", options.mode().lossModel(options.loss()));
        row.put("runs", runs.size());
        for (String key : List.of("messagesPerSecond", "messagesPerSecondMin", "messagesPerSecondMax")) {
            row.put(key, null);
        }
        row.put("megabytesPerSecond", rate(median(runs)));
        row.put("megabytesPerSecondMin", rate(greatest(runs)));
        row.put("megabytesPerSecondMax", rate(least(runs)));
        row.put("seconds", median(runs));
        for (String key : List.of("p50Micros", "p99Micros", "cpuMicrosPerMessage", "rssMegabytes")) {
            row.put(key, null);
        }
        return row;
    }

    private double rate(double took) {
        return bytes / BYTES_PER_MEGABYTE / took;
    }

    private static double median(List<Double> runs) {
        double[] sorted = runs.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return Arrays.stream(sorted, (sorted.length - 1) / 2, sorted.length / 2 + 1).average().orElse(0);
    }

    private static double least(List<Double> runs) {
        return runs.stream().mapToDouble(Double::doubleValue).min().orElse(0);
    }

    private static double greatest(List<Double> runs) {
        return runs.stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
