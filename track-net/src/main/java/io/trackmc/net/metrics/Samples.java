package io.trackmc.net.metrics;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.trackmc.proto.event.DurationBuckets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Collects the values of one scrape, all with the labels of the node. One use, one thread. */
final class Samples {

    private static final double NS_PER_SECOND = 1e9;

    private final Labels common;
    private final Map<String, CounterSnapshot.Builder> counters = new LinkedHashMap<>();
    private final Map<String, GaugeSnapshot.Builder> gauges = new LinkedHashMap<>();
    private final MetricSnapshots.Builder all = MetricSnapshots.builder();

    Samples(Labels common) {
        this.common = common;
    }

    /** A counter; its name without {@code _total}. An empty name of a label is none. */
    void counter(String name, String help, String label, String value, long count) {
        counters.computeIfAbsent(name, n -> CounterSnapshot.builder().name(n).help(help))
                .dataPoint(
                        CounterDataPointSnapshot.builder().labels(labels(label, value)).value((double) count).build());
    }

    /** A counter with several labels besides those of the node. */
    void counter(String name, String help, Labels labels, long count) {
        counters.computeIfAbsent(name, n -> CounterSnapshot.builder().name(n).help(help))
                .dataPoint(CounterDataPointSnapshot.builder().labels(common.merge(labels)).value((double) count)
                        .build());
    }

    /** A counter by the constants of an enum, as labels in lower case. */
    <E extends Enum<E>> void counter(String name, String help, String label, E value, long count) {
        counter(name, help, label, value.name().toLowerCase(Locale.ROOT), count);
    }

    /** A counter of time; its name without {@code _total}. */
    <E extends Enum<E>> void seconds(String name, String help, String label, E value, long ns) {
        counters.computeIfAbsent(name, n -> CounterSnapshot.builder().name(n).help(help))
                .dataPoint(CounterDataPointSnapshot.builder()
                        .labels(common.add(label, value.name().toLowerCase(Locale.ROOT))).value(ns / NS_PER_SECOND)
                        .build());
    }

    void gauge(String name, String help, String label, String value, long level) {
        gauges.computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder().labels(labels(label, value)).value((double) level).build());
    }

    /** A gauge of time. */
    void seconds(String name, String help, double level) {
        gauges.computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder().labels(common).value(level).build());
    }

    /** One with labels of its own, and none of the node. */
    void gauge(String name, String help, Labels labels, long level) {
        gauges.computeIfAbsent(name, n -> GaugeSnapshot.builder().name(n).help(help))
                .dataPoint(GaugeDataPointSnapshot.builder().labels(labels).value((double) level).build());
    }

    void histogram(String name, String help, DurationBuckets durations) {
        all.metricSnapshot(HistogramSnapshot.builder().name(name).help(help)
                .dataPoint(HistogramDataPointSnapshot.builder().labels(common)
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(DurationBuckets.bounds(),
                                durations.counts()))
                        .sum(durations.sum()).build())
                .build());
    }

    /** What does not change; its name without {@code _info}. */
    void info(String name, String help, String label, String value) {
        all.metricSnapshot(InfoSnapshot.builder().name(name).help(help)
                .dataPoint(InfoDataPointSnapshot.builder().labels(labels(label, value)).build()).build());
    }

    MetricSnapshots build() {
        counters.values().forEach(counter -> all.metricSnapshot(counter.build()));
        gauges.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
        return all.build();
    }

    private Labels labels(String label, String value) {
        return label.isEmpty() ? common : common.add(label, value);
    }
}
