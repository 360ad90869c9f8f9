package io.trackmc.proto.time;

/** A pause that begins when a condition becomes true and ends early when it does not hold any more. */
public final class Linger {

    private final long durationNs;
    private long untilNs = Deadlines.NONE;

    public Linger(long durationNs) {
        this.durationNs = durationNs;
    }

    /** Begins the pause unless it is running; returns whether it is over. */
    public boolean isOver(long nowNs) {
        if (untilNs == Deadlines.NONE) {
            untilNs = Deadlines.after(nowNs, durationNs);
        }
        return Deadlines.isDue(untilNs, nowNs);
    }

    /** Ends the pause: the next one is a whole one. */
    public void cancel() {
        untilNs = Deadlines.NONE;
    }

    /** When the running pause is over. */
    public long deadlineNs() {
        return untilNs;
    }
}
