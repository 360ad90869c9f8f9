package io.trackmc.sim.node;

import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import java.util.function.Consumer;

/** Notices what an engine drops by its counters. */
final class DropWatch {

    private static final DropReason[] REASONS = DropReason.values();

    private final long[] seen = new long[REASONS.length];

    /** Names each reason of which more drops were counted since the last call. */
    void poll(Counters counters, Consumer<DropReason> handler) {
        for (int i = 0; i < seen.length; i++) {
            long count = counters.get(REASONS[i]);
            if (count != seen[i]) {
                seen[i] = count;
                handler.accept(REASONS[i]);
            }
        }
    }
}
