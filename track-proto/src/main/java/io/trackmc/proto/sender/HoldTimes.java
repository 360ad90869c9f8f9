package io.trackmc.proto.sender;

import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.SessionRules;

/**
 * How long the packets of a timely session are still waited for: when each was sent, of as many as may be under way. In a reliable
 * session nothing ever expires.
 */
final class HoldTimes {

    private static final long[] NONE = {};

    private final long holdNs;
    private final long[] sentNs;
    private long lastSent;
    private long expired;

    /** @param packets most packets under way, a power of two */
    HoldTimes(SessionRules rules, int packets) {
        this.holdNs = rules.holdNs();
        this.sentNs = rules.isTimely() ? new long[packets] : NONE;
    }

    /** A packet was sent for the first time. */
    void sent(long nowNs, long sequence) {
        if (sentNs.length > 0) {
            sentNs[slot(sequence)] = nowNs;
            lastSent = sequence;
        }
    }

    /** Moves on over what was held long enough; returns whether there was something. */
    boolean expire(long nowNs) {
        boolean moved = false;
        while (Deadlines.isDue(deadlineNs(), nowNs)) {
            expired = next();
            moved = true;
        }
        return moved;
    }

    /** Everything up to here was sent longer ago than the hold time; 0 nothing. */
    long expired() {
        return expired;
    }

    /** When the next packet has been held long enough. */
    long deadlineNs() {
        return next() <= lastSent ? Deadlines.after(sentNs[slot(next())], holdNs) : Deadlines.NONE;
    }

    /** The first whose time is known: when more were sent since, everybody had the earlier ones. */
    private long next() {
        return Math.max(expired, lastSent - sentNs.length) + 1;
    }

    private int slot(long sequence) {
        return (int) sequence & (sentNs.length - 1);
    }
}
