package io.trackmc.net.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The metrics of several nodes on one page, where each name stands once and has the values of all. A value whose labels another has too is left out, since a
 * page with both would be refused whole.
 */
public final class MergedMetrics {

    private final Map<String, List<MetricSnapshot>> byName = new LinkedHashMap<>();

    /** Adds those of a node; the first that has certain labels counts. */
    public MergedMetrics add(MetricSnapshots metrics) {
        for (MetricSnapshot metric : metrics) {
            byName.computeIfAbsent(metric.getMetadata().getName(), _ -> new ArrayList<>()).add(metric);
        }
        return this;
    }

    /** All of them. */
    public MetricSnapshots build() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        byName.values().forEach(same -> all.metricSnapshot(merged(same)));
        return all.build();
    }

    private static MetricSnapshot merged(List<MetricSnapshot> same) {
        MetricSnapshot first = same.getFirst();
        List<DataPointSnapshot> points = new ArrayList<>();
        Set<Object> labels = new HashSet<>();
        for (MetricSnapshot metric : same) {
            for (DataPointSnapshot point : metric.getDataPoints()) {
                if (first.getClass() == metric.getClass() && labels.add(point.getLabels())) {
                    points.add(point);
                }
            }
        }
        return switch (first) {
            case CounterSnapshot counter -> new CounterSnapshot(counter.getMetadata(),
                    only(CounterSnapshot.CounterDataPointSnapshot.class, points));
            case GaugeSnapshot gauge -> new GaugeSnapshot(gauge.getMetadata(),
                    only(GaugeSnapshot.GaugeDataPointSnapshot.class, points));
            case HistogramSnapshot histogram -> new HistogramSnapshot(histogram.getMetadata(),
                    only(HistogramSnapshot.HistogramDataPointSnapshot.class, points));
            case InfoSnapshot info -> new InfoSnapshot(info.getMetadata(),
                    only(InfoSnapshot.InfoDataPointSnapshot.class, points));
            default -> throw new IllegalArgumentException("no node has metrics of the kind " + first.getClass());
        };
    }

    private static <T> List<T> only(Class<T> type, List<DataPointSnapshot> points) {
        return points.stream().map(type::cast).toList();
    }
}
