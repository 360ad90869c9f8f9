package io.trackmc.proto.tree;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Ingress;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whom of its candidates a child asks, and whom after that.
 *
 * <p>The primary is preferred: until it has been silent for two advertising intervals after the start, backups are not
 * asked. After a loss the search begins with the candidate after the lost one.
 */
final class ParentSearch {

    /** Returned when there is no candidate of the kind. */
    static final int NOBODY = -1;

    /** Answers "not yet" of one parent after which a better one is asked. */
    private static final int PATIENCE = 4;

    private final ParentFinder candidates;
    private final TreeTiming timing;
    private final RandomGenerator random;
    private int current;
    private int pendings;
    private boolean rejoin;
    private long primaryGraceNs = Deadlines.NONE;

    ParentSearch(ParentFinder candidates, TreeTiming timing, RandomGenerator random) {
        this.candidates = candidates;
        this.timing = timing;
        this.random = random;
    }

    /** The primary is given time to be heard. */
    void begin(long nowNs) {
        primaryGraceNs = Deadlines.after(nowNs, 2 * timing.advertiseNs());
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

    /** Where the candidate that is asked is said to be; null when that is not known. */
    @Nullable
    Endpoint endpoint() {
        return candidates.endpoint(current);
    }

    /** The search goes to a candidate, going round; it is asked when its address is known. */
    void turnTo(int index) {
        current = Math.floorMod(index, candidates.size());
    }

    /** A candidate is asked, with all patience. */
    void ask(int index) {
        current = index;
        pendings = 0;
    }

    /** The candidate that is asked did not answer a whole attempt. */
    void unanswered() {
        candidates.unanswered(current);
    }

    /** Pause before the candidate after the current one: one with jitter after each full round spreads a crowd of orphans. */
    long pauseNs() {
        boolean roundDone = current + 1 >= candidates.size();
        return roundDone ? timing.bindMinimumNs() + random.nextLong(timing.bindMinimumNs()) : 0;
    }

    /** The candidate to ask now: the first from the current one on whose address is known, unless the primary is waited for. */
    int nextKnown(long nowNs) {
        boolean onlyPrimary = isWaitingForPrimary(nowNs) && candidates.endpoint(0) == null;
        return onlyPrimary ? NOBODY : candidates.nextKnown(current);
    }

    /** When to look again after {@link #nextKnown} found nobody. */
    long lookAgainNs(long nowNs) {
        return isWaitingForPrimary(nowNs) ? primaryGraceNs : Deadlines.after(nowNs, timing.bindMaximumNs());
    }

    /** Another candidate that says it is connected to the sender. */
    int nextConnected() {
        return candidates.nextConnected(current);
    }

    /** The same among those that have said so lately. */
    int nextConnected(long nowNs) {
        return candidates.nextConnected(current, nowNs, 2 * timing.advertiseNs());
    }

    /**
     * The candidate says "not yet". One without connection to the sender is waited for, unless there is a better one.
     *
     * @param better a candidate that is connected, or {@link #NOBODY}
     * @return whether it was waited for long enough
     */
    boolean losesPatience(int better) {
        pendings = rejoin || better >= 0 ? pendings + 1 : 0;
        return pendings >= PATIENCE;
    }

    /** Takes in an Advertise; returns the index of the candidate, or {@link #NOBODY} with the drop counted. */
    int onAdvertise(long nowNs, Path path, Ingress packet) {
        return candidates.onAdvertise(nowNs, path, packet);
    }

    /**
     * Whether a candidate that was just heard is asked at once.
     *
     * @param pauseEndNs when the search goes on by itself; a pause between two rounds after a loss is kept
     */
    boolean mayAskAtOnce(long nowNs, int index, long pauseEndNs) {
        boolean backingOff = rejoin && !Deadlines.isDue(pauseEndNs, nowNs);
        return (index == 0 || !isWaitingForPrimary(nowNs)) && !backingOff;
    }

    private boolean isWaitingForPrimary(long nowNs) {
        return !rejoin && !Deadlines.isDue(primaryGraceNs, nowNs);
    }
}
