package io.trackmc.net.node;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Drops by reason, for reports. */
public final class DropCounts {

    private DropCounts() {}

    /** Sums of several engines' drops by the reason's name in lower case, without those that are 0. */
    public static Map<String, Long> of(List<Counters> counters) {
        Map<String, Long> drops = new TreeMap<>();
        for (DropReason reason : DropReason.values()) {
            long sum = counters.stream().mapToLong(c -> c.get(reason)).sum();
            if (sum > 0) {
                drops.put(reason.name().toLowerCase(Locale.ROOT), sum);
            }
        }
        return drops;
    }
}
