package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: while a child is bound to a parent that is going to stop, it asks the others, one after the other, until one
 * confirms (TREE BB §8.2). The parent serves it meanwhile, so there is no hurry, and one that says "not yet" is no use.
 *
 * <pre>
 *   idle --parent leaves--> pausing --> asking --Confirm--> idle
 *                             ^            |
 *                             +-- refused or silent
 * </pre>
 */
final class ParentMove {

    /** Returned when there is nobody to ask. */
    static final int NOBODY = -1;

    private static final int TRIES = 3;

    private final ParentFinder candidates;
    private final TreeTiming timing;
    private final RandomGenerator random;
    private final RequestTimer timer;
    private boolean active;
    private boolean asking;
    private int leaving;
    private int current;
    private int sequence;
    private long pauseNs;

    ParentMove(ParentFinder candidates, TreeTiming timing, RandomGenerator random) {
        this.candidates = candidates;
        this.timing = timing;
        this.random = random;
        this.timer = new RequestTimer(timing, random);
    }

    /**
     * The parent is going to stop.
     *
     * @param parentIndex index of that candidate
     * @param alternate node id that it proposes, 0 for none
     */
    void begin(long nowNs, int parentIndex, int alternate) {
        if (active || candidates.size() == 1) {
            return;
        }
        active = true;
        leaving = parentIndex;
        int proposed = candidates.indexOf(alternate);
        current = proposed < 0 ? parentIndex : Math.floorMod(proposed - 1, candidates.size());
        pauseNs = timing.bindMinimumNs();
        pause(nowNs);
    }

    /** Nobody is asked any more. */
    void cancel() {
        active = false;
        asking = false;
        timer.withdraw();
        timer.wakeAt(Deadlines.NONE);
    }

    boolean isActive() {
        return active;
    }

    /** Whether the candidate that is asked has this node id. */
    boolean isAsking(int id) {
        return asking && candidates.id(current) == id;
    }

    /** Index of the candidate that is asked. */
    int current() {
        return current;
    }

    /** Bind sequence of the request. */
    int sequence() {
        return sequence;
    }

    /** The candidate that is asked is no use now. Who was asked in vain waits longer and longer. */
    void refused(long nowNs) {
        pause(nowNs);
        pauseNs = Math.min(2 * pauseNs, timing.bindMaximumNs());
    }

    /** Whether another candidate is to be asked now, by {@link #ask}. */
    boolean onTimeout(long nowNs) {
        if (!active || !Deadlines.isDue(timer.deadlineNs(), nowNs)) {
            return false;
        }
        if (!asking) {
            return true;
        }
        if (timer.requests() >= TRIES || !timer.repeat(nowNs)) {
            candidates.unanswered(current);
            refused(nowNs);
        }
        return false;
    }

    /** Asks the next candidate, if there is one whose address is known. */
    void ask(long nowNs, int newSequence) {
        int index = next(nowNs);
        if (index == NOBODY) {
            refused(nowNs);
            return;
        }
        current = index;
        sequence = newSequence;
        asking = true;
        timer.begin(nowNs);
    }

    /** Whether a request is due; it is then taken as sent. */
    boolean take(long nowNs) {
        return timer.take(nowNs);
    }

    /** Time since the request was sent, or -1 when it was repeated. */
    long rttNs(long nowNs) {
        return timer.rttNs(nowNs);
    }

    @Nullable
    Endpoint endpoint() {
        return candidates.endpoint(current);
    }

    long nextDeadlineNs() {
        return timer.deadlineNs();
    }

    private void pause(long nowNs) {
        asking = false;
        timer.withdraw();
        timer.wakeAt(Deadlines.after(nowNs, 1 + random.nextLong(pauseNs)));
    }

    private int next(long nowNs) {
        int known = NOBODY;
        for (int step = 1; step <= candidates.size(); step++) {
            int other = (current + step) % candidates.size();
            if (other == leaving || candidates.endpoint(other) == null) {
                continue;
            }
            if (candidates.isOpen(other, nowNs, 2 * timing.advertiseNs())) {
                return other;
            }
            known = known == NOBODY ? other : known;
        }
        return known;
    }
}
