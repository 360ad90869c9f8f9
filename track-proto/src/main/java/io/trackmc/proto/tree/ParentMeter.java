package io.trackmc.proto.tree;

import io.trackmc.proto.time.Deadlines;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * How far away each candidate is, and when it is asked: often until its first answer, then by turns, one of all each second. Candidates
 * that never answer are asked no more often than those that did.
 */
final class ParentMeter {

    /** Of a candidate that was never measured. */
    static final long UNKNOWN = Long.MAX_VALUE;

    private static final long EAGER_NS = 250_000_000L;
    private static final int EAGER_QUERIES = 8;
    private static final long BETWEEN_ALL_NS = 1_000_000_000L;
    /** Part of a pause that chance may add, so that those who start together do not stay together. */
    private static final int JITTER_PART = 8;
    /** A measurement changes the estimate by this part of the difference, so that one late answer moves nobody. */
    private static final long WEIGHT = 8;

    private final RandomGenerator random;
    private final long[] rttNs;
    private final long[] dueNs;
    private final long[] askedNs;
    private final int[] token;
    private final boolean[] waiting;
    private final int[] queries;

    ParentMeter(int candidates, RandomGenerator random) {
        this.random = random;
        this.rttNs = new long[candidates];
        this.dueNs = new long[candidates];
        this.askedNs = new long[candidates];
        this.token = new int[candidates];
        this.waiting = new boolean[candidates];
        this.queries = new int[candidates];
        Arrays.fill(rttNs, UNKNOWN);
        Arrays.fill(dueNs, Deadlines.NONE);
    }

    /** All are to be asked: at once those of whom nothing is known. */
    void start(long nowNs) {
        for (int i = 0; i < dueNs.length; i++) {
            if (dueNs[i] == Deadlines.NONE) {
                dueNs[i] = Deadlines.after(nowNs,
                        rttNs[i] == UNKNOWN ? 0 : random.nextLong(rttNs.length * BETWEEN_ALL_NS));
                queries[i] = 0;
            }
        }
    }

    /** Nobody is asked any more. */
    void stop() {
        Arrays.fill(dueNs, Deadlines.NONE);
        Arrays.fill(waiting, false);
    }

    /** When a candidate is to be asked; {@link Deadlines#NONE} for never. */
    long dueNs(int index) {
        return dueNs[index];
    }

    /** A candidate is asked now; returns the token of the question. An answer to an earlier one counts no more. */
    int ask(long nowNs, int index) {
        queries[index]++;
        askedNs[index] = nowNs;
        waiting[index] = true;
        token[index] = random.nextInt();
        boolean eager = rttNs[index] == UNKNOWN && queries[index] < EAGER_QUERIES;
        long pauseNs = eager ? EAGER_NS : rttNs.length * BETWEEN_ALL_NS;
        dueNs[index] = Deadlines.after(nowNs, pauseNs + random.nextLong(pauseNs / JITTER_PART));
        return token[index];
    }

    /**
     * Takes in an answer.
     *
     * @param dallyNs how long the candidate took
     * @return whether it is to the question that was asked last, for the first time
     */
    boolean onAnswer(long nowNs, int index, int echoed, long dallyNs) {
        if (!waiting[index] || echoed != token[index]) {
            return false;
        }
        waiting[index] = false;
        long sampleNs = Math.max(0, nowNs - askedNs[index] - dallyNs);
        rttNs[index] = rttNs[index] == UNKNOWN ? sampleNs : rttNs[index] + (sampleNs - rttNs[index]) / WEIGHT;
        return true;
    }

    /** Round-trip time to a candidate, or {@link #UNKNOWN}. */
    long rttNs(int index) {
        return rttNs[index];
    }

    /** Whether each candidate was measured. */
    boolean isComplete() {
        for (long each : rttNs) {
            if (each == UNKNOWN) {
                return false;
            }
        }
        return true;
    }
}
