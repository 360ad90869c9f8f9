package io.trackmc.cli.task;

import io.trackmc.sim.measure.Durations;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How reports give times that were measured: their number, and some of them in milliseconds. */
public final class Millis {

    private static final double NS_PER_MILLISECOND = 1e6;

    private Millis() {}

    /** The object of a report; null when nothing was measured. */
    public static @Nullable Map<String, Object> json(Durations times) {
        if (times.count() == 0) {
            return null;
        }
        Map<String, Object> millis = new LinkedHashMap<>();
        millis.put("count", times.count());
        millis.put("p50", times.percentileNs(50) / NS_PER_MILLISECOND);
        millis.put("p99", times.percentileNs(99) / NS_PER_MILLISECOND);
        millis.put("max", times.maxNs() / NS_PER_MILLISECOND);
        return millis;
    }

    /** The same for people: half, 99 of 100, the longest. */
    public static String text(Durations times) {
        return times.count() == 0 ? "none"
                : String.format(Locale.ROOT, "%.1f / %.1f / %.1f", times.percentileNs(50) / NS_PER_MILLISECOND,
                        times.percentileNs(99) / NS_PER_MILLISECOND, times.maxNs() / NS_PER_MILLISECOND);
    }
}
