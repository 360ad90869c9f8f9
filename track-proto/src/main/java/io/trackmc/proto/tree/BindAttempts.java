package io.trackmc.proto.tree;

import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRejectReason;

/**
 * A child's attempts at its candidates, one after the other, until one confirms. Each attempt has a bind sequence of its own, so
 * answers to an earlier one are told apart.
 *
 * <p>Methods that return a {@link BindState} say where they lead: SEARCHING when nobody is asked now, BINDING when somebody is.
 */
final class BindAttempts {

    /** An orphan waits for the first answer this part of what others do, or this many round trips. */
    private static final int URGENT_PARTS = 5;

    private static final int URGENT_ROUND_TRIPS = 4;

    private final ParentSearch search;
    private final RequestTimer timer;
    private final TreeTiming timing;
    private final EventQueue events;
    private long firstWaitNs;
    private int attempts;
    private int sequence;

    BindAttempts(ParentSearch search, RequestTimer timer, TreeTiming timing, EventQueue events) {
        this.search = search;
        this.timer = timer;
        this.timing = timing;
        this.events = events;
        this.firstWaitNs = timing.bindMinimumNs();
    }

    /** Bind sequence of the newest attempt, or of the one that was confirmed. */
    int sequence() {
        return sequence;
    }

    /** A bind sequence for an attempt that is made aside. */
    int another() {
        return ++attempts;
    }

    /** An attempt that was made aside is the one that was confirmed. */
    void moved(int index, int confirmedSequence) {
        search.turnTo(index);
        sequence = confirmedSequence;
    }

    /** Begins with a candidate: at once if its address is known and {@code delayNs} is 0. */
    BindState from(long nowNs, int index, long delayNs) {
        timer.withdraw();
        search.turnTo(index);
        if (delayNs == 0 && search.endpoint() != null && !search.isMeasuring(nowNs)) {
            return ask(nowNs, search.current());
        }
        timer.wakeAt(Deadlines.after(nowNs, delayNs == 0 ? timing.bindMinimumNs() : delayNs));
        return BindState.SEARCHING;
    }

    /** Goes on with the next candidate. */
    BindState on(long nowNs) {
        return from(nowNs, search.following(), search.pauseNs());
    }

    /** The pause is over. */
    BindState nextKnown(long nowNs) {
        int index = search.nextKnown(nowNs);
        if (index == ParentSearch.NOBODY) {
            timer.wakeAt(search.lookAgainNs(nowNs));
            return BindState.SEARCHING;
        }
        return ask(nowNs, index);
    }

    /**
     * The parent is lost, and repairs wait: a request is repeated sooner, until one candidate has not answered a whole attempt.
     *
     * @param rttNs round-trip time to the lost parent
     */
    void hurry(long rttNs) {
        long longestNs = timing.bindMinimumNs();
        firstWaitNs = rttNs > longestNs / URGENT_ROUND_TRIPS ? longestNs
                : Math.max(URGENT_ROUND_TRIPS * rttNs, longestNs / URGENT_PARTS);
    }

    /** A candidate has confirmed: there is no hurry any more. */
    void confirmed() {
        firstWaitNs = timing.bindMinimumNs();
    }

    /** Asks a candidate, with all patience. */
    BindState ask(long nowNs, int index) {
        search.ask(index);
        sequence = another();
        timer.begin(nowNs, firstWaitNs);
        return BindState.BINDING;
    }

    /** The candidate that is asked has not answered in time. */
    BindState unanswered(long nowNs) {
        int better = search.leapFromSilent(nowNs, timer.requests());
        if (better != ParentSearch.NOBODY) {
            search.unanswered();
            return leap(nowNs, better);
        }
        if (timer.repeat(nowNs)) {
            return BindState.BINDING;
        }
        search.unanswered();
        search.mayLeapAgain();
        firstWaitNs = timing.bindMinimumNs();
        return on(nowNs);
    }

    /** The candidate refuses. Whom it names is asked at once, as long as the search may leap. */
    BindState onReject(long nowNs, BindRejectMessage reject) {
        int named = search.leapToNamed(reject);
        if (named == ParentSearch.NOBODY) {
            return refused(nowNs, reject.reason());
        }
        events.add(new ParentRejected(search.id(), reject.reason().code()));
        return leap(nowNs, named);
    }

    /** The candidate is of no use, as it says itself or as its confirmation shows. */
    BindState refused(long nowNs, BindRejectReason reason) {
        events.add(new ParentRejected(search.id(), reason.code()));
        search.stayAway(reason == BindRejectReason.TOO_SLOW);
        return on(nowNs);
    }

    /** The candidate says "not yet", and when to ask again. */
    BindState onPending(long nowNs, long retryAfterNs) {
        int leap = search.leapFromPending(nowNs);
        int better = search.nextOpen(nowNs);
        if (leap != ParentSearch.NOBODY) {
            return leap(nowNs, leap);
        }
        if (!search.losesPatience(better)) {
            timer.pause(nowNs, retryAfterNs);
            return BindState.BINDING;
        }
        return better >= 0 ? ask(nowNs, better) : on(nowNs);
    }

    /** A candidate was heard while one is asked: it is asked soon if it is what was waited for; else, if that one is silent, it will be left soon. */
    BindState onHeard(long nowNs, int index) {
        if (search.isCalledBy(index)) {
            search.ask(index);
            sequence = another();
            timer.beginSoon(nowNs, firstWaitNs);
            return BindState.BINDING;
        }
        if (search.leapFromSilent(nowNs, timer.requests()) != ParentSearch.NOBODY) {
            timer.hasten(nowNs);
        }
        return BindState.BINDING;
    }

    private BindState leap(long nowNs, int index) {
        search.leapt();
        return ask(nowNs, index);
    }
}
