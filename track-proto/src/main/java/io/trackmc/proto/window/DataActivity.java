package io.trackmc.proto.window;

import io.trackmc.proto.time.Deadlines;

/**
 * Whether the data channel speaks for itself. What other channels say of its leading edge is old news as long as packets up to there
 * wait in this node's data socket: asking for them would have everything sent twice. So such a hint counts only when the data channel
 * has stayed silent for a while after it.
 */
public final class DataActivity {

    /** Silence after a hint from which on it counts: what was on its way has come, and the sender's NullData should have. */
    public static final long QUIET_NS = 20_000_000;

    private static final int MOST_POSTPONEMENTS = 3;

    private int postponements;
    private long hinted;
    private long dueNs = Deadlines.NONE;

    /** An authentic, fresh packet came in on the data channel: it will tell of its losses itself. */
    public void heard() {
        dueNs = Deadlines.NONE;
    }

    /** Another channel tells that the source has come to {@code sequence}. While one hint waits, others are not needed. */
    public void hint(long nowNs, long sequence) {
        if (dueNs == Deadlines.NONE) {
            hinted = sequence;
            postponements = 0;
            dueNs = Deadlines.after(nowNs, QUIET_NS);
        }
    }

    /** This node was called late: what was on its way may still wait. A node that is late all the time goes by the hint in the end. */
    public void postpone(long nowNs) {
        if (dueNs != Deadlines.NONE && postponements < MOST_POSTPONEMENTS) {
            dueNs = Deadlines.after(nowNs, QUIET_NS);
            postponements++;
        }
    }

    /** When the waiting hint begins to count. */
    public long deadlineNs() {
        return dueNs;
    }

    /** Whether a hint counts now; it is {@link #hinted} and waits no longer. */
    public boolean isDue(long nowNs) {
        if (!Deadlines.isDue(dueNs, nowNs)) {
            return false;
        }
        dueNs = Deadlines.NONE;
        return true;
    }

    /** Where the last hint says that the source is. */
    public long hinted() {
        return hinted;
    }
}
