package io.trackmc.proto.feedback;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DurationBuckets;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.window.SequenceTracker;
import io.trackmc.proto.wire.NackMessage;

/**
 * Decides when a child asks its parent for what it misses.
 *
 * <p>A gap is asked for after a random back-off, so that a repair for a sibling, or the late packet itself, can come first. A
 * suppression notice of the parent puts it off. After a request the sequence waits for the repair, longer each time up to a bound. Requests that fall due together travel together, and one interval passes between two Nacks: the first does not wait,
 * and what comes up meanwhile goes with the next (digest §2.4). How long a gap may be mere reordering is learnt.
 *
 * <p>There is a place for each sequence from the first that is missing to the newest, twice as many each time these do not suffice, and never fewer until
 * {@link #trim}: so nothing is allocated in steady state, and nothing is kept where nothing is missing.
 */
public final class NackScheduler {

    /** A repair that comes at all comes after few requests, also on a bad path: the wait grows no further until this many were in vain. */
    private static final int HOPEFUL_ATTEMPTS = 16;

    private static final int HOPEFUL_DOUBLINGS = 2;
    private static final int MAX_DOUBLINGS = 10;

    private static final int FIRST_PLACES = 8;

    /** Where nothing was ever missing: never written to. */
    private static final long[] NO_DUE = {0};

    private static final byte[] NO_ATTEMPTS = {0};

    private final SequenceTracker tracker;
    private final int capacity;
    private long[] dueNs = NO_DUE;
    private long[] foundNs = NO_DUE;
    private byte[] attempts = NO_ATTEMPTS;
    private boolean hasPlaces;
    private final NackTiming timing;
    private final ExponentialBackoff backoff;
    private final ReorderTolerance reordering;
    private final Counters counters;
    private final DurationBuckets gapTimes;
    private long scheduledThrough;
    private long earliestNs = Deadlines.NONE;
    private long intervalEndNs = Deadlines.NONE;

    /**
     * @param capacity capacity of the tracker's window, a power of two
     * @param gapTimes takes how long each sequence was missing that a repair brought
     */
    public NackScheduler(SequenceTracker tracker, int capacity, NackTiming timing, ExponentialBackoff backoff,
            Counters counters, DurationBuckets gapTimes) {
        this.tracker = tracker;
        this.capacity = capacity;
        this.timing = timing;
        this.backoff = backoff;
        this.counters = counters;
        this.gapTimes = gapTimes;
        this.reordering = new ReorderTolerance(timing);
    }

    /** How requests of siblings are spread. */
    public ExponentialBackoff backoff() {
        return backoff;
    }

    /** Starts anew with the tracker. */
    public void start() {
        scheduledThrough = tracker.cumAck();
        earliestNs = Deadlines.NONE;
        intervalEndNs = Deadlines.NONE;
        reordering.start();
    }

    /**
     * Schedules what became missing since the last call; all of it shares one back-off, because one loss caused it.
     *
     * @param groupSize number of siblings that may miss the same, 1 or more
     * @return number of sequences newly missing
     */
    public int onLeadingEdge(long nowNs, long rttNs, int groupSize) {
        long from = Math.max(scheduledThrough, tracker.cumAck()) + 1;
        scheduledThrough = Math.max(scheduledThrough, tracker.highest());
        long missing = tracker.nextMissing(from);
        if (missing == 0) {
            return 0;
        }
        fit();
        reordering.found(nowNs, missing, scheduledThrough);
        long delayNs = Math.max(reordering.ns(), backoff.drawNs(rttNs, groupSize, timing.spreadNs(groupSize)));
        long deadlineNs = Deadlines.after(nowNs, delayNs);
        int count = 0;
        for (long s = missing; s != 0; s = tracker.nextMissing(s + 1)) {
            dueNs[index(s)] = deadlineNs;
            foundNs[index(s)] = nowNs;
            attempts[index(s)] = 0;
            count++;
        }
        earliestNs = Deadlines.earlier(earliestNs, deadlineNs);
        return count;
    }

    /**
     * A missing sequence has come, before it is marked as held.
     *
     * @param repaired whether as a repair; else it was late
     */
    public void onFilled(long nowNs, long sequence, boolean repaired) {
        boolean isScheduled = hasPlaces && sequence <= scheduledThrough;
        if (isScheduled && attempts[index(sequence)] == 0) {
            counters.increment(repaired ? CounterId.NACKS_SPARED_BY_REPAIR : CounterId.NACKS_SPARED_BY_LATE);
        }
        if (repaired) {
            if (isScheduled) {
                gapTimes.record(nowNs - foundNs[index(sequence)]);
            }
            reordering.repaired();
        } else {
            reordering.late(nowNs, sequence);
        }
    }

    /** Asks for a range at once, because a child of this node needs it too; what was asked for recently keeps waiting. */
    public void hasten(long nowNs, long first, long last) {
        fit();
        for (long s = tracker.nextMissing(first); s != 0 && s <= last; s = tracker.nextMissing(s + 1)) {
            if (attempts[index(s)] == 0) {
                dueNs[index(s)] = Deadlines.after(nowNs, 0);
                earliestNs = Deadlines.earlier(earliestNs, dueNs[index(s)]);
            }
        }
    }

    /** Puts off a range that the parent is fetching itself. */
    public void onSuppress(long nowNs, long first, long last, long rttNs) {
        long untilNs = Deadlines.after(nowNs, timing.suppressedNs(rttNs));
        fit();
        for (long s = tracker.nextMissing(first); s != 0 && s <= last; s = tracker.nextMissing(s + 1)) {
            if (dueNs[index(s)] - untilNs < 0) {
                dueNs[index(s)] = untilNs;
                counters.increment(CounterId.NACKS_PUT_OFF);
            }
        }
    }

    /** Makes everything missing due again soon: there is a new parent to ask. */
    public void onNewParent(long nowNs) {
        fit();
        for (long s = tracker.nextMissing(0); s != 0; s = tracker.nextMissing(s + 1)) {
            dueNs[index(s)] = Deadlines.after(nowNs, reordering.ns());
            attempts[index(s)] = 0;
            earliestNs = Deadlines.earlier(earliestNs, dueNs[index(s)]);
        }
    }

    /** When {@link #fill} may have something. Possibly early, never late. */
    public long deadlineNs() {
        if (!tracker.hasGaps() || earliestNs == Deadlines.NONE || intervalEndNs == Deadlines.NONE) {
            return tracker.hasGaps() ? earliestNs : Deadlines.NONE;
        }
        return Deadlines.later(earliestNs, intervalEndNs);
    }

    /**
     * Puts what is due into {@code nack}.
     *
     * @return whether there is something to ask for
     */
    public boolean fill(long nowNs, long rttNs, NackMessage nack) {
        nack.clearRanges();
        if (!Deadlines.isDue(deadlineNs(), nowNs)) {
            return false;
        }
        fit();
        earliestNs = earliestOfMissing();
        if (!Deadlines.isDue(earliestNs, nowNs)) {
            // It was the time of a gap that is filled by now.
            return false;
        }
        boolean all = ask(nowNs, rttNs, nack);
        nack.pack();
        intervalEndNs = all ? Deadlines.after(nowNs, timing.intervalNs(rttNs)) : Deadlines.NONE;
        earliestNs = earliestOfMissing();
        return true;
    }

    /** How often {@code sequence} was asked for since it went missing. */
    public int attempts(long sequence) {
        return attempts[index(sequence)];
    }

    /** Gives back what was needed for what was missing, if nothing is. */
    public void trim() {
        if (!tracker.hasGaps()) {
            dueNs = NO_DUE;
            foundNs = NO_DUE;
            attempts = NO_ATTEMPTS;
            hasPlaces = false;
            reordering.trim();
        }
    }

    /** Makes room for everything that may be missing. */
    private void fit() {
        long span = tracker.highest() - tracker.cumAck();
        if (span > dueNs.length || (span > 0 && !hasPlaces)) {
            grow(Math.min(capacity, Math.max(FIRST_PLACES, Integer.highestOneBit((int) span * 2 - 1))));
        }
    }

    private void grow(int places) {
        long[] oldDueNs = dueNs;
        long[] oldFoundNs = foundNs;
        byte[] oldAttempts = attempts;
        dueNs = new long[places];
        foundNs = new long[places];
        attempts = new byte[places];
        hasPlaces = true;
        for (long s = tracker.nextMissing(0); s != 0; s = tracker.nextMissing(s + 1)) {
            int old = (int) s & oldDueNs.length - 1;
            dueNs[index(s)] = oldDueNs[old];
            foundNs[index(s)] = oldFoundNs[old];
            attempts[index(s)] = oldAttempts[old];
        }
    }

    /** Whether all fitted. What does not keeps its time and goes into the next Nack, which follows at once. */
    private boolean ask(long nowNs, long rttNs, NackMessage nack) {
        for (long s = nextDue(0, nowNs); s != 0;) {
            long end = endOfDue(s, nowNs);
            if (!nack.addRange(s, end - s + 1)) {
                return false;
            }
            postpone(s, end, nowNs, rttNs);
            s = nextDue(end + 1, nowNs);
        }
        return true;
    }

    private long earliestOfMissing() {
        long earliest = Deadlines.NONE;
        for (long s = tracker.nextMissing(0); s != 0; s = tracker.nextMissing(s + 1)) {
            earliest = Deadlines.earlier(earliest, dueNs[index(s)]);
        }
        return earliest;
    }

    private long nextDue(long from, long nowNs) {
        long s = tracker.nextMissing(from);
        while (s != 0 && !isDueBy(s, nowNs)) {
            s = tracker.nextMissing(s + 1);
        }
        return s;
    }

    private long endOfDue(long from, long nowNs) {
        long end = from;
        while (tracker.nextMissing(end + 1) == end + 1 && isDueBy(end + 1, nowNs)) {
            end++;
        }
        return end;
    }

    private boolean isDueBy(long sequence, long nowNs) {
        return dueNs[index(sequence)] - nowNs <= 0;
    }

    private void postpone(long first, long last, long nowNs, long rttNs) {
        for (long s = first; s <= last; s++) {
            int i = index(s);
            long waitNs = timing.retryNs(rttNs) << doublings(attempts[i]);
            dueNs[i] = Deadlines.after(nowNs, Math.min(waitNs, timing.retryMaximumNs()));
            attempts[i] = (byte) Math.min(attempts[i] + 1, Byte.MAX_VALUE);
        }
    }

    private static int doublings(int attempts) {
        int hopeless = Math.max(0, attempts - HOPEFUL_ATTEMPTS);
        return Math.min(Math.min(attempts, HOPEFUL_DOUBLINGS) + hopeless, MAX_DOUBLINGS);
    }

    private int index(long sequence) {
        return (int) sequence & dueNs.length - 1;
    }
}
