package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRole;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whom of its candidates a child asks, and whom after that.
 *
 * <p>The primary is preferred: until it has been silent for two advertising intervals after the start, backups are not
 * asked. That time begins anew when the first candidate is heard that is connected: all others need a moment to find the sender of a new session, and who
 * did not wait for them would be its child for the whole of it. After a loss the search begins with the next candidate that has said lately that it is connected; if nobody has, with the one
 * after the lost one. A candidate that does not answer is left for one of whom more is to be hoped, long before its attempt is over.
 */
final class ParentSearch {

    /** Returned when there is no candidate of the kind. */
    static final int NOBODY = -1;

    /** Answers "not yet" of one parent after which a better one is asked. */
    private static final int PATIENCE = 4;
    /** Requests without an answer after which one that is not heard at all is left for one that is. */
    private static final int TRIES_UNHEARD = 2;
    /** Requests without an answer after which one that is heard is left for another: it does not seem to hear this node. */
    private static final int TRIES_HEARD = 4;
    /** The first request after a loss waits up to this part of the first wait for an answer, so that a crowd of orphans spreads. */
    private static final int PARTS_OF_WAIT = 4;
    /** A small crowd spreads over less: this much for each orphan, about twice what a parent needs to answer it. */
    private static final long SPREAD_PER_ORPHAN_NS = 200_000;

    /** Calls that are followed, for each candidate that there is, in one search: anybody in the region can make some up. */
    private static final int HEEDED = 2;

    /** How long a child that held the group back looks for no parent. */
    static final long STAY_AWAY_NS = 20_000_000_000L;

    private final ParentFinder candidates;
    private final TreeTiming timing;
    private final RandomGenerator random;
    private int current;
    private byte pendings;
    private short leaps;
    private boolean rejoin;
    private boolean staysAway;
    private boolean isAway;
    private boolean chosen;
    /** Until the first candidate is heard that is connected, or, where they are measured, any. */
    private boolean graceOpen;

    private long graceNs = Deadlines.NONE;
    private short heeded;

    ParentSearch(ParentFinder candidates, TreeTiming timing, RandomGenerator random) {
        this.candidates = candidates;
        this.timing = timing;
        this.random = random;
    }

    /** The primary is given time to be heard, or all of them to be measured. */
    void begin(long nowNs) {
        graceNs = Deadlines.after(nowNs, 2 * timing.advertiseNs());
        graceOpen = true;
        chosen = false;
        heeded = 0;
    }

    /** A candidate is none any more. */
    void expel(int id) {
        candidates.expel(id);
    }

    /**
     * A candidate of which an address is known, if only overheard, another for each turn, of those that speak if there are such; in every second
     * round whoever it is, because it can be made up that somebody speaks. {@link #NOBODY} when there is none.
     *
     * @param other than the current one
     */
    int nextReachable(long nowNs, int turn, boolean other) {
        int from = candidates.after(candidates.first(), turn % candidates.size());
        boolean whoever = (turn / candidates.size() & 1) == 1;
        int silent = NOBODY;
        for (int step = 0; step < candidates.size(); step++) {
            int index = candidates.after(from, step);
            boolean excluded = other && index == current;
            if (!excluded && candidates.endpointOrOverheard(index) != null) {
                if (whoever || speaks(nowNs, index)) {
                    return index;
                }
                silent = silent == NOBODY ? index : silent;
            }
        }
        return silent;
    }

    private boolean speaks(long nowNs, int index) {
        return candidates.isStrange(index, nowNs, 2 * timing.advertiseNs())
                || candidates.isHeard(index, nowNs, 2 * timing.advertiseNs());
    }

    /** Whether one of the candidates seems to speak under an epoch that is not here. */
    boolean hasStrange(long nowNs) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.isStrange(i, nowNs, 2 * timing.advertiseNs())) {
                return true;
            }
        }
        return false;
    }

    /** This node sends under the epoch of this SPI from now on. */
    void sendsUnder(int spi) {
        candidates.sendsUnder(spi);
    }

    /** Candidates, whatever is known of them. */
    int size() {
        return candidates.size();
    }

    /** Index of a candidate that was not expelled, or {@link #NOBODY}. */
    int indexOf(int id) {
        return candidates.indexOfMember(id);
    }

    /** Where to ask it, maybe only overheard. */
    @Nullable
    Endpoint reachable(int index) {
        return candidates.endpointOrOverheard(index);
    }

    /** The candidate to begin with. */
    int first() {
        return candidates.first();
    }

    /** The candidate after the current one. */
    int following() {
        return candidates.after(current, 1);
    }

    /** Whether nobody is asked yet, because it is still being found out who is nearest. */
    boolean isMeasuring(long nowNs) {
        ParentMeter meter = candidates.meter();
        return meter != null && !chosen && !rejoin && !meter.isComplete()
                && !Deadlines.isDue(graceNs, nowNs);
    }

    /** Which of its candidates a child asks that has just heard {@code index}. */
    int choose(int index) {
        if (!candidates.discovers() || chosen) {
            return index;
        }
        int best = candidates.nextKnown(candidates.first());
        chosen = best != NOBODY;
        return best;
    }

    /** Another parent than the one that was lost is looked for, or, false, the first of a session. */
    void rejoin(boolean again) {
        rejoin = again;
    }

    boolean isRejoin() {
        return rejoin;
    }

    /** Whether there is a choice at all. */
    boolean hasOthers() {
        return candidates.size() > 1;
    }

    /** Index of the candidate that is asked, or was asked last. */
    int current() {
        return current;
    }

    /** Node id of the candidate that is asked, or was asked last. */
    int id() {
        return candidates.id(current);
    }

    /** Node id of a candidate. */
    int id(int index) {
        return candidates.id(index);
    }

    /** Where the candidate that is asked is said to be; null when that is not known. */
    @Nullable
    Endpoint endpoint() {
        return candidates.endpoint(current);
    }

    /** The search goes to a candidate; it is asked when its address is known. */
    void turnTo(int index) {
        current = index;
    }

    /** The search may leap again: it begins, or a whole attempt at one candidate is over. */
    void mayLeapAgain() {
        leaps = 0;
    }

    /** A candidate has confirmed. */
    void confirmed() {
        mayLeapAgain();
        heeded = 0;
    }

    /**
     * A candidate that is worth asking now in place of the one that has not answered {@code unanswered} requests, or {@link #NOBODY}: it
     * has said lately that it is connected. Between two whole attempts a search leaps at most once to each other candidate, so that it
     * does not run back and forth between two that do not answer.
     */
    int leapFromSilent(long nowNs, int unanswered) {
        int enough = candidates.isHeard(current, nowNs, 2 * timing.advertiseNs()) ? TRIES_HEARD : TRIES_UNHEARD;
        if (unanswered < enough || isWaitingForPrimary(nowNs) || !mayLeap()) {
            return NOBODY;
        }
        int open = nextOpen(nowNs);
        // One that is there may have all of a session that is over, and be no way to the sender any more.
        return open != NOBODY || !rejoin ? open : candidates.nextHeard(current, nowNs, 2 * timing.advertiseNs());
    }

    /** The same in place of one that says "not yet". Only an orphan is in such a hurry; the first time, the primary is waited for. */
    int leapFromPending(long nowNs) {
        return rejoin && mayLeap() ? nextOpen(nowNs) : NOBODY;
    }

    /** A candidate that the one that refuses has named, and that can be asked, or {@link #NOBODY}. */
    int leapToNamed(BindRejectMessage reject) {
        for (int i = 0; mayLeap() && i < reject.alternateCount(); i++) {
            int named = candidates.indexOf(reject.alternate(i));
            if (named >= 0 && named != current && candidates.endpoint(named) != null) {
                return named;
            }
        }
        return NOBODY;
    }

    /** Tells {@code each} the ids of candidates that have said lately that they are connected and have room for a child of this kind. */
    void openCandidates(long nowNs, BindRole child, IntConsumer each) {
        for (int i = 0; i < candidates.size(); i++) {
            if (candidates.isOpenTo(child, i, nowNs, 2 * timing.advertiseNs())) {
                each.accept(candidates.id(i));
            }
        }
    }

    /** Notes that the search leapt. */
    void leapt() {
        leaps++;
    }

    private boolean mayLeap() {
        return leaps + 1 < candidates.size();
    }

    /** Where to begin after the current parent was lost: with one that said lately that it is connected, else with the next. */
    int afterLoss(long nowNs) {
        int better = bestOpen(nowNs);
        return better == NOBODY ? following() : better;
    }

    /**
     * Pause before that one is asked, which spreads a crowd of orphans.
     *
     * @param orphans children that the lost parent had, 1 or more
     */
    long lossPauseNs(long nowNs, int orphans) {
        if (staysAway || nextOpen(nowNs) == NOBODY) {
            return pauseNs();
        }
        return 1 + random.nextLong(Math.min(timing.bindMinimumNs() / PARTS_OF_WAIT, orphans * SPREAD_PER_ORPHAN_NS));
    }

    /** A candidate is asked, with all patience. */
    void ask(int index) {
        current = index;
        pendings = 0;
        isAway = false;
    }

    /** The candidate that is asked did not answer a whole attempt. */
    void unanswered() {
        candidates.unanswered(current);
    }

    /** Whether this child held the group back, so that the next pause is a long one. */
    void stayAway(boolean heldTheGroupBack) {
        staysAway = heldTheGroupBack;
    }

    /** Pause before the candidate after the current one: one with jitter after each full round spreads a crowd of orphans. */
    long pauseNs() {
        if (staysAway) {
            staysAway = false;
            isAway = true;
            return STAY_AWAY_NS;
        }
        boolean roundDone = candidates.isLast(current);
        return roundDone ? timing.bindMinimumNs() + random.nextLong(timing.bindMinimumNs()) : 0;
    }

    /** The candidate to ask now: the first from the current one on whose address is known, unless the primary is waited for. */
    int nextKnown(long nowNs) {
        if (isMeasuring(nowNs)) {
            return NOBODY;
        }
        boolean onlyPrimary = isWaitingForPrimary(nowNs) && candidates.endpoint(0) == null;
        return onlyPrimary ? NOBODY : choose(candidates.nextKnown(current));
    }

    /** When to look again after {@link #nextKnown} found nobody. */
    long lookAgainNs(long nowNs) {
        return isWaitingForPrimary(nowNs) || isMeasuring(nowNs) ? graceNs
                : Deadlines.after(nowNs, timing.bindMaximumNs());
    }

    /** Another candidate that has said lately that it is connected to the sender and has room. */
    int nextOpen(long nowNs) {
        return candidates.nextOpen(current, nowNs, 2 * timing.advertiseNs());
    }

    /** The one of those that is wanted most. */
    int bestOpen(long nowNs) {
        return candidates.bestOpen(current, nowNs, 2 * timing.advertiseNs());
    }

    /**
     * The candidate says "not yet". One without connection to the sender is waited for, unless there is a better one.
     *
     * @param better a candidate that is connected, or {@link #NOBODY}
     * @return whether it was waited for long enough
     */
    boolean losesPatience(int better) {
        if (rejoin || better >= 0) {
            pendings++;
        } else {
            pendings = 0;
        }
        return pendings >= PATIENCE;
    }

    /** Takes in an Advertise; returns the index of the candidate, or {@link #NOBODY} with the drop counted. */
    int onAdvertise(long nowNs, Path path, Ingress packet) {
        int index = candidates.onAdvertise(nowNs, path, packet);
        if (index != NOBODY && graceOpen && (candidates.discovers() || candidates.isConnected(index))) {
            graceOpen = false;
            graceNs = Deadlines.after(nowNs, 2 * timing.advertiseNs());
        }
        return index;
    }

    /** Whether the last Advertise of a candidate is reason to ask it in place of the one that is asked, or that one anew: it has just found the sender, and is wanted most. */
    boolean isCalledBy(int index) {
        boolean called = !rejoin && candidates.hasOpened(index)
                && (index == current || candidates.isPreferred(index, current))
                && heeded < HEEDED * candidates.size();
        if (called) {
            heeded++;
        }
        return called;
    }

    /**
     * Whether a candidate that was just heard is asked at once.
     *
     * @param pauseEndNs when the search goes on by itself; a pause between two rounds after a loss is kept
     */
    boolean mayAskAtOnce(long nowNs, int index, long pauseEndNs) {
        boolean backingOff = (rejoin || isAway) && !Deadlines.isDue(pauseEndNs, nowNs);
        return (index == 0 || !isWaitingForPrimary(nowNs)) && !isMeasuring(nowNs) && !backingOff;
    }

    /** Whether a candidate may be asked out of turn: it can be reached, and this child does not stay away from all. */
    boolean mayAskNow(long nowNs, int index) {
        return !isAway && !isMeasuring(nowNs) && candidates.endpoint(index) != null
                && (index == 0 || !isWaitingForPrimary(nowNs));
    }

    /** Whether the time in which backups are not asked has just begun, or goes on, for a search that does not pause anyway. */
    boolean isHeldBack(long nowNs) {
        return !isAway && isWaitingForPrimary(nowNs);
    }

    private boolean isWaitingForPrimary(long nowNs) {
        return !candidates.discovers() && !rejoin && !Deadlines.isDue(graceNs, nowNs);
    }
}
