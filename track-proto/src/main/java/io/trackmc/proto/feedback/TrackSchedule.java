package io.trackmc.proto.feedback;

import io.trackmc.proto.time.Deadlines;

/**
 * Decides when a child reports: at once when somebody waits for it, after one interval when something changed or many packets came,
 * sooner when a quarter of the window came, after four when only a few did, and after the idle time in any case (digest §7.1, "TRACK cadence"; the AckWindow of TB §4.3.1).
 */
public final class TrackSchedule {

    private static final int PHASES = 16;
    private static final int URGENT_PER_INTERVAL = 8;
    private static final int MOST_ACK_WINDOW_PACKETS = 32;
    private static final int ACK_WINDOWS_PER_WINDOW = 8;
    private static final int REPORTS_PER_WINDOW = 4;
    /** So many packets for each report at least, however small the window is: many children send them. */
    private static final int LEAST_PACKETS_PER_REPORT = 256;
    private static final int SPARSE_INTERVALS = 4;
    /** Three in a row are lost once in a million times where 1 % is, each by itself. */
    private static final byte NEWS_REPEATS = 2;

    private final long idleNs;
    private final int ackWindowPackets;
    private final int quarterPackets;
    private int urgentPackets;
    private long intervalNs;
    private long lastNs;
    private int unreportedPackets;
    private byte phase;
    private byte repeats;
    private long headStartNs;
    private long dueNs = Deadlines.NONE;

    /**
     * @param intervalNs between reports while something changes, until a parent asks for another
     * @param idleNs between reports while nothing does
     * @param windowPackets of the session; an eighth of it is much, however few packets that are
     */
    public TrackSchedule(long intervalNs, long idleNs, int windowPackets) {
        this.intervalNs = intervalNs;
        this.idleNs = idleNs;
        this.ackWindowPackets = Math.min(MOST_ACK_WINDOW_PACKETS, windowPackets / ACK_WINDOWS_PER_WINDOW);
        this.quarterPackets = Math.max(LEAST_PACKETS_PER_REPORT, windowPackets / REPORTS_PER_WINDOW);
        this.urgentPackets = quarterPackets;
    }

    /** Starts with a first report at once; the next one comes the sooner the lower the child's index, so that siblings take turns. */
    public void start(long nowNs, long parentIntervalNs, int childIndex) {
        intervalNs = parentIntervalNs;
        lastNs = nowNs - intervalNs;
        phase = (byte) (childIndex % PHASES);
        headStartNs = intervalNs * (PHASES - 1 - phase) / PHASES;
        urgentPackets = quarterPackets - quarterPackets / 2 * phase / PHASES;
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

    /**
     * A packet came: reports after one interval when an AckWindow of them has come since the last report, else after four; but soon when an
     * eighth to a quarter of the window has, by the child's index, which the sender waits for before the interval is over.
     */
    public void received() {
        receivedForOthers();
        if (unreportedPackets >= urgentPackets) {
            hasten();
        }
    }

    /** The same where what a subtree has is told, not what came here: its children's reports, not the packet, are worth a hurry. */
    public void receivedForOthers() {
        unreportedPackets++;
        progressed();
    }

    /** Packets went the way of all packets: reports with those that came. */
    public void progressed() {
        boolean many = unreportedPackets >= ackWindowPackets;
        moveTo(Deadlines.after(lastNs, many ? intervalNs : SPARSE_INTERVALS * intervalNs));
    }

    /** Something changed that others wait for: reports soon, but not after each packet. */
    public void hasten() {
        moveTo(Deadlines.after(lastNs, intervalNs / URGENT_PER_INTERVAL));
    }

    /**
     * The report that is sent now tells something for the first time for which the sender waits until it has heard it of everybody: it is repeated after the
     * next interval or two, and after as much again, so that one that gets lost holds nobody up until the next comes anyway. Siblings that have something to tell
     * at the same time repeat it at different times.
     */
    public void repeatNews() {
        repeats = NEWS_REPEATS;
    }

    /** The parent asked, or this is the last word: reports at once. */
    public void now(long nowNs) {
        moveTo(Deadlines.after(nowNs, 0));
    }

    /** Whether a report is due. */
    public boolean isDue(long nowNs) {
        return Deadlines.isDue(dueNs, nowNs);
    }

    /** Whether no packet has come for as long as the idle time, at least since the last report. */
    public boolean isQuiet(long nowNs) {
        return unreportedPackets == 0 && nowNs - lastNs >= idleNs;
    }

    /** Notes that a report went out. */
    public void sent(long nowNs) {
        lastNs = nowNs - headStartNs;
        headStartNs = 0;
        unreportedPackets = 0;
        dueNs = Deadlines.after(nowNs,
                repeats > 0 ? Math.min(idleNs, intervalNs + intervalNs * phase / PHASES) : idleNs);
        repeats = (byte) Math.max(0, repeats - 1);
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
