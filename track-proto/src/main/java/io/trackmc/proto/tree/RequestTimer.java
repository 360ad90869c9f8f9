package io.trackmc.proto.tree;

import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;
import java.util.random.RandomGenerator;

/**
 * When a request is sent, sent again and given up. One that is not answered is repeated with doubling waits and some jitter
 * (TRACK BB §4.1.2).
 */
final class RequestTimer {

    private static final int MOST_DOUBLINGS = 20;
    /** Part of a wait that jitter may add. */
    private static final int JITTER_PART = 8;

    private final TreeTiming timing;
    private final RandomGenerator random;
    private int tries;
    private boolean sendDue;
    private long firstWaitNs;
    private long askedNs;
    private long deadlineNs = Deadlines.NONE;

    RequestTimer(TreeTiming timing, RandomGenerator random) {
        this.timing = timing;
        this.random = random;
    }

    /** A new request is due at once. */
    void begin(long nowNs) {
        begin(nowNs, timing.bindMinimumNs());
    }

    /** The same with another first wait for an answer. */
    void begin(long nowNs, long waitNs) {
        tries = 0;
        askedNs = nowNs;
        firstWaitNs = waitNs;
        send(nowNs);
    }

    /** A new request is due soon, by chance not from all children at once. */
    void beginSoon(long nowNs, long waitNs) {
        tries = -1;
        sendDue = false;
        firstWaitNs = waitNs;
        deadlineNs = Deadlines.after(nowNs, 1 + random.nextLong(timing.bindMinimumNs()));
    }

    /** The same request is due again, or, false, was sent often enough. */
    boolean repeat(long nowNs) {
        tries++;
        if (tries >= timing.bindTries()) {
            return false;
        }
        send(nowNs);
        return true;
    }

    /** How often the request was due so far. */
    int requests() {
        return tries + 1;
    }

    /** Whether what is due is the second request of its series, the fourth, and so on: for whom it may not do to ask as the first time. */
    boolean isEven() {
        return (requests() & 1) == 0;
    }

    /** The other side is there but not ready: the same request goes on after a bounded delay, its tries start anew. */
    void pause(long nowNs, long delayNs) {
        tries = 0;
        firstWaitNs = timing.bindMinimumNs();
        long boundedNs = Math.clamp(delayNs, timing.bindMinimumNs(), timing.bindMaximumNs());
        deadlineNs = Deadlines.after(nowNs, boundedNs);
        askedNs = nowNs + boundedNs;
    }

    /** One request is due now, outside the series of tries. */
    void sendOnce() {
        sendDue = true;
    }

    /** The request that is due is not sent any more. */
    void withdraw() {
        sendDue = false;
    }

    void wakeAt(long atNs) {
        deadlineNs = atNs;
    }

    /** Something is to be done soon, but by chance not by all children at once. */
    void hasten(long nowNs) {
        long soonNs = nowNs + timing.bindMinimumNs() + random.nextLong(timing.bindMinimumNs());
        deadlineNs = Deadlines.earlier(deadlineNs, soonNs);
    }

    /** When something is to be done; {@link Deadlines#NONE} for never. */
    long deadlineNs() {
        return deadlineNs;
    }

    /** Whether a request is due; it is then taken as sent. */
    boolean take(long nowNs) {
        if (!sendDue) {
            return false;
        }
        sendDue = false;
        if (tries == 0) {
            askedNs = nowNs;
        }
        return true;
    }

    /** Time since the request was sent, or -1 when it had to be repeated and so its answer cannot tell. */
    long rttNs(long nowNs) {
        return tries == 0 ? nowNs - askedNs : -1;
    }

    private void send(long nowNs) {
        sendDue = true;
        long waitNs = Math.min(firstWaitNs << Math.min(tries, MOST_DOUBLINGS), timing.bindMaximumNs());
        deadlineNs = Deadlines.after(nowNs, waitNs + random.nextLong(1 + waitNs / JITTER_PART));
    }
}
