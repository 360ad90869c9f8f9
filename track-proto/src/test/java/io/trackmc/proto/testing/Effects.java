package io.trackmc.proto.testing;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.ArrayList;
import java.util.List;

/** What counters have counted since they were looked at before. */
public final class Effects {

    private final long[] drops = new long[DropReason.values().length];
    private final long[] counts = new long[CounterId.values().length];

    /** Drops by reason since the last call, one line each. */
    public List<String> drops(Counters counters) {
        List<String> lines = new ArrayList<>();
        for (DropReason reason : DropReason.values()) {
            long now = counters.get(reason);
            if (now != drops[reason.ordinal()]) {
                lines.add("drops " + (now - drops[reason.ordinal()]) + " as " + reason);
                drops[reason.ordinal()] = now;
            }
        }
        return lines;
    }

    /** How much a counter has risen since the last call. */
    public long risen(Counters counters, CounterId id) {
        long now = counters.get(id);
        long risen = now - counts[id.ordinal()];
        counts[id.ordinal()] = now;
        return risen;
    }
}
