package io.trackmc.proto.sender;

import io.trackmc.proto.time.Deadlines;

/**
 * When an idle sender speaks: soon after the last data, so that the loss of the last packet is noticed, then less and less
 * often (PGM, RFC 3208 §5.1.5).
 */
final class NullDataSchedule {

    private final long minimumNs;
    private final long maximumNs;
    private long pauseNs;
    private long dueNs = Deadlines.NONE;

    NullDataSchedule(long minimumNs, long maximumNs) {
        this.minimumNs = minimumNs;
        this.maximumNs = maximumNs;
        this.pauseNs = minimumNs;
    }

    /** Data went out, or the session changed: the pauses begin anew. */
    void restart(long nowNs) {
        pauseNs = minimumNs;
        dueNs = Deadlines.after(nowNs, pauseNs);
    }

    /** NullData goes out at once. */
    void now(long nowNs) {
        pauseNs = minimumNs;
        dueNs = nowNs;
    }

    boolean isDue(long nowNs) {
        return Deadlines.isDue(dueNs, nowNs);
    }

    /** NullData went out. */
    void sent(long nowNs) {
        dueNs = Deadlines.after(nowNs, pauseNs);
        pauseNs = Math.min(2 * pauseNs, maximumNs);
    }

    long deadlineNs() {
        return dueNs;
    }
}
