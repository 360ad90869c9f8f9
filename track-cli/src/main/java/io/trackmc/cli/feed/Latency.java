package io.trackmc.cli.feed;

import io.trackmc.cli.task.TaskRun;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Times from publication to delivery. One thread records; who reports has waited for its end. */
final class Latency {

    static final double P99 = 99;
    static final double MAX = 100;

    private static final long LONGEST_NS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;
    private static final double NS_PER_MICRO = 1e3;

    private final Histogram histogram = new Histogram(LONGEST_NS, DIGITS);
    private long earliestNs;

    /** @param ns from the publisher's time to this host's */
    void record(long ns) {
        earliestNs = Math.min(earliestNs, ns);
        histogram.recordValue(Math.clamp(ns, 0, LONGEST_NS));
    }

    /** Takes in what another has measured. */
    void add(Latency other) {
        earliestNs = Math.min(earliestNs, other.earliestNs);
        histogram.add(other.histogram);
    }

    void report(TaskRun run) {
        run.set("p50Micros", micros(50)).set("p99Micros", micros(P99)).set("p999Micros", micros(99.9))
                .set("maxMicros", micros(MAX));
    }

    /** A percentile; null when nothing was measured. */
    @Nullable
    Double micros(double percentile) {
        return histogram.getTotalCount() == 0 ? null : histogram.getValueAtPercentile(percentile) / NS_PER_MICRO;
    }

    /** For people; empty when nothing was measured. */
    String text() {
        if (histogram.getTotalCount() == 0) {
            return "";
        }
        String skew = earliestNs
                < 0 ? String.format(" (the publisher's clock is ahead by %,.0f µs or more: these times are too short)",
                        -earliestNs / NS_PER_MICRO) : "";
        return String.format("p50 %,.0f µs, p99 %,.0f µs, p99.9 %,.0f µs%s", micros(50), micros(P99), micros(99.9),
                skew);
    }
}
