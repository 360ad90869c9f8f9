package io.trackmc.proto.sender;

import io.trackmc.proto.event.Counters;
import org.jspecify.annotations.Nullable;

/** Measures how long the sender is stalled, by cause: the time from one look to the next is that of the cause that the first one found. */
final class StallMeter {

    private final Counters counters;
    private @Nullable SenderStall cause;
    private long lookedNs;
    private long sinceNs;
    private long lastSent;

    StallMeter(Counters counters) {
        this.counters = counters;
    }

    /**
     * After everything was sent that can be.
     *
     * @param now why there is more that is not; null when there is none
     * @param sent highest sequence that was sent
     */
    void look(long nowNs, @Nullable SenderStall now, long sent) {
        if (cause != null) {
            counters.add(cause.nanoseconds(), nowNs - lookedNs);
        }
        if (cause == null || sent != lastSent) {
            sinceNs = nowNs;
        }
        cause = now;
        lookedNs = nowNs;
        lastSent = sent;
    }

    /** What the last look found. */
    @Nullable
    SenderStall cause() {
        return cause;
    }

    /** How long nothing had been sent then although there was something, in nanoseconds; 0 when there was nothing. */
    long forNs() {
        return cause == null ? 0 : lookedNs - sinceNs;
    }
}
