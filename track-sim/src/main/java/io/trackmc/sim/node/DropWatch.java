package io.trackmc.sim.node;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Notices what an engine drops by its counters. */
final class DropWatch {

    private static final DropReason[] REASONS = DropReason.values();

    private long @Nullable [] seen;
    private long seenInAll;

    /** Names each reason of which more drops were counted since the last call. */
    void poll(Counters counters, Consumer<DropReason> handler) {
        if (counters.drops() == seenInAll) {
            return;
        }
        seenInAll = counters.drops();
        long[] before = seen == null ? new long[REASONS.length] : seen;
        seen = before;
        for (int i = 0; i < before.length; i++) {
            long count = counters.get(REASONS[i]);
            if (count != before[i]) {
                before[i] = count;
                handler.accept(REASONS[i]);
            }
        }
    }
}
