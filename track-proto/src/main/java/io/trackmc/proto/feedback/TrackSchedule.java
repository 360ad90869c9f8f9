package io.trackmc.proto.feedback;

import io.trackmc.proto.time.Deadlines;

/**
 * Decides when a child reports: at once when somebody waits for it, after one interval when something changed, and after the
 * idle time in any case (digest §7.1, "TRACK cadence").
 */
public final class TrackSchedule {

    private static final int PHASES = 16;
    private static final int URGENT_PER_INTERVAL = 8;

    private final long idleNs;
    private long intervalNs;
    private long lastNs;
    private long headStartNs;
    private long dueNs = Deadlines.NONE;

    /**
     * @param intervalNs between reports while something changes, until a parent asks for another
     * @param idleNs between reports while nothing does
     */
    public TrackSchedule(long intervalNs, long idleNs) {
        this.intervalNs = intervalNs;
        this.idleNs = idleNs;
    }

    /** Starts with a first report at once; the next one comes the sooner the lower the child's index, so that siblings take turns. */
    public void start(long nowNs, long parentIntervalNs, int childIndex) {
        intervalNs = parentIntervalNs;
        lastNs = nowNs - intervalNs;
        headStartNs = intervalNs * (PHASES - 1 - childIndex % PHASES) / PHASES;
        dueNs = Deadlines.after(nowNs, 0);
    }

    /** Stops: there is no parent to report to. */
    public void stop() {
        dueNs = Deadlines.NONE;
    }

    /** Something changed that the parent should know within an interval. */
    public void changed() {
        moveTo(Deadlines.after(lastNs, intervalNs));
    }

    /** Something changed that others wait for: reports soon, but not after each packet. */
    public void hasten() {
        moveTo(Deadlines.after(lastNs, intervalNs / URGENT_PER_INTERVAL));
    }

    /** The parent asked, or this is the last word: reports at once. */
    public void now(long nowNs) {
        moveTo(Deadlines.after(nowNs, 0));
    }

    /** Whether a report is due. */
    public boolean isDue(long nowNs) {
        return Deadlines.isDue(dueNs, nowNs);
    }

    /** Notes that a report went out. */
    public void sent(long nowNs) {
        lastNs = nowNs - headStartNs;
        headStartNs = 0;
        dueNs = Deadlines.after(nowNs, idleNs);
    }

    public long deadlineNs() {
        return dueNs;
    }

    private void moveTo(long deadlineNs) {
        if (dueNs != Deadlines.NONE) {
            dueNs = Deadlines.earlier(dueNs, deadlineNs);
        }
    }
}
