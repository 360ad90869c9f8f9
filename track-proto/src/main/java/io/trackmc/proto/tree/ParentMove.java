package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.MessageType;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Make before break: while a child is bound to a parent that is going to stop, or that withholds something, it asks the others, one after the other, until
 * one confirms (TREE BB §8.2). The parent serves it meanwhile, so there is no hurry, and one that says "not yet" is no use. A parent that stops is
 * left for certain; one that only withholds something is stayed with when the others were asked twice.
 *
 * <pre>
 *   idle --parent leaves, or withholds--> pausing --> asking --Confirm--> idle
 *                                           ^            |
 *                                           +-- refused or silent
 * </pre>
 */
final class ParentMove {

    /** Returned when there is nobody to ask. */
    static final int NOBODY = -1;

    private static final int TRIES = 3;
    private static final int ROUNDS = 2;

    private final HopKeys keys;
    private final ParentFinder candidates;
    private final BindRequests requests;
    private final BindReplies replies;
    private final BindListener listener;
    private final TreeTiming timing;
    private final RandomGenerator random;
    private final RequestTimer timer;
    private boolean active;
    private boolean forced;
    private int refusals;
    private boolean asking;
    private int leaving;
    private int current;
    private @Nullable Endpoint asked;
    private int sequence;
    private long pauseNs;

    ParentMove(
            HopKeys keys,
            ParentFinder candidates,
            BindRequests requests,
            BindReplies replies,
            BindListener listener,
            TreeTiming timing,
            RandomGenerator random) {
        this.keys = keys;
        this.candidates = candidates;
        this.requests = requests;
        this.replies = replies;
        this.listener = listener;
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
    void leave(long nowNs, int parentIndex, int alternate) {
        forced = true;
        begin(nowNs, parentIndex, alternate);
    }

    /**
     * Another parent has what the present one withholds.
     *
     * @param parentIndex index of the present one
     * @param better node id of the other
     */
    void prefer(long nowNs, int parentIndex, int better) {
        begin(nowNs, parentIndex, better);
    }

    /** Whether the parent is going to stop. */
    boolean isForced() {
        return forced;
    }

    private void begin(long nowNs, int parentIndex, int alternate) {
        if (active || candidates.size() == 1) {
            return;
        }
        active = true;
        refusals = 0;
        leaving = parentIndex;
        int proposed = candidates.indexOf(alternate);
        current = proposed < 0 ? parentIndex : candidates.after(proposed, -1);
        pauseNs = timing.bindMinimumNs();
        pause(nowNs);
    }

    /** Nobody is asked any more. */
    void cancel() {
        active = false;
        forced = false;
        asking = false;
        timer.withdraw();
        timer.wakeAt(Deadlines.NONE);
    }

    /** Whether the candidate that is asked has this node id. */
    boolean isAsking(int id) {
        return asking && candidates.id(current) == id;
    }

    /** Index of the candidate that is asked. */
    int current() {
        return current;
    }

    /** Where the newest request went; null before the first. */
    @Nullable
    Endpoint asked() {
        return asked;
    }

    /** Bind sequence of the request. */
    int sequence() {
        return sequence;
    }

    /**
     * Takes in what the candidate that is asked answers.
     *
     * @param sourceRuns which run of the source this child is in
     * @return the candidate's run if this child moves to it, else null
     */
    @Nullable
    Incarnation onReply(long nowNs, Ingress packet, SourceRuns sourceRuns) {
        Incarnation parent = replies.accept(packet, sequence);
        if (parent != null && (packet.type() != MessageType.BIND_CONFIRM || !isBetter(replies.confirm(), sourceRuns))) {
            refused(nowNs);
            return null;
        }
        return parent;
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

    /** Writes a request that is due; false when there is none. */
    boolean poll(long nowNs, Transmit out) {
        Endpoint endpoint = candidates.endpoint(current);
        if (endpoint == null || !timer.take(nowNs)) {
            return false;
        }
        requests.writeBind(out, candidates.id(current), endpoint, sequence, true, timer.isEven());
        asked = endpoint;
        return true;
    }

    /** Time since the request was sent, or -1 when it was repeated. */
    long rttNs(long nowNs) {
        return timer.rttNs(nowNs);
    }

    long nextDeadlineNs() {
        return timer.deadlineNs();
    }

    /** A parent that lacks what this child needs is worse than one that is going to stop. One that has no way to the sender confirms only when it has the whole session. */
    private boolean isBetter(BindConfirmMessage confirm, SourceRuns sourceRuns) {
        return sourceRuns.isPresent(replies.confirmedSource())
                && confirm.lowestRepairable() <= Math.max(1, listener.oldestNeeded())
                && !replies.confirmNames(keys.nodeId());
    }

    /** The candidate that is asked is no use now. Who was asked in vain waits longer and longer. */
    private void refused(long nowNs) {
        if (!forced && ++refusals == ROUNDS * (candidates.size() - 1)) {
            cancel();
            return;
        }
        pause(nowNs);
        pauseNs = Math.min(2 * pauseNs, timing.bindMaximumNs());
    }

    private void pause(long nowNs) {
        asking = false;
        timer.withdraw();
        timer.wakeAt(Deadlines.after(nowNs, 1 + random.nextLong(pauseNs)));
    }

    private int next(long nowNs) {
        int known = NOBODY;
        for (int step = 1; step <= candidates.size(); step++) {
            int other = candidates.after(current, step);
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
