package io.trackmc.proto.receiver;

import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.LossCause;
import io.trackmc.proto.feedback.NackScheduler;
import io.trackmc.proto.window.SequenceTracker;

/** From where on things can be repaired. What is missing before that is given up, as explicit gaps. */
final class TrailingEdge {

    /** Requests for a sequence before the parent's word that it cannot be repaired any more is taken: a repair may be on its way. */
    private static final int GIVE_UP_ATTEMPTS = 3;

    private final SequenceTracker tracker;
    private final NackScheduler nacks;
    private final EventQueue events;
    private final Counters counters;
    private boolean lost;
    private boolean promised;

    TrailingEdge(SequenceTracker tracker, NackScheduler nacks, EventQueue events, Counters counters) {
        this.tracker = tracker;
        this.nacks = nacks;
        this.events = events;
        this.counters = counters;
    }

    /** Whether anything was ever given up. */
    boolean hasLost() {
        return lost;
    }

    /** Gives up what is missing below {@code lowestRepairable}, if it has been asked for in vain; returns whether it did. */
    boolean riseAfterAsking(long lowestRepairable, LossCause cause) {
        long missing = tracker.nextMissing(0);
        if (missing == 0 || missing >= lowestRepairable || nacks.attempts(missing) < GIVE_UP_ATTEMPTS) {
            return false;
        }
        return rise(lowestRepairable, cause);
    }

    /** The parent that counts this receiver says that it has all that is wanted: from now on that is promised. */
    void promised() {
        promised = true;
    }

    /**
     * The parent has nothing below {@code lowestRepairable} any more. What is missing there is given up, if the cause is the parent's window only after it has been asked for in vain.
     * Returns whether something was missing.
     *
     * @param mayBeginLater whether a receiver that came late, and to which nothing was handed over yet, begins after what is missing first, and that is no gap: nobody keeps anything
     *     for it before its parent counts it
     */
    boolean follow(long lowestRepairable, LossCause cause, boolean mayBeginLater) {
        long missing = tracker.nextMissing(0);
        if (missing == 0 || missing >= lowestRepairable
                || (cause == LossCause.WINDOW && nacks.attempts(missing) < GIVE_UP_ATTEMPTS)) {
            return false;
        }
        if (mayBeginLater && !promised && tracker.first() > 1 && missing == tracker.first()) {
            long end = Math.min(Math.min(lowestRepairable - 1, tracker.limit()), tracker.endOfMissing(missing) - 1);
            tracker.beginAfter(end);
            events.add(new PassedOver(missing, end));
        }
        rise(lowestRepairable, cause);
        return true;
    }

    /** Nothing below {@code first} was ever meant for this receiver, so it begins there, and that is no gap; returns whether anything was missing. */
    boolean beginAt(long first) {
        boolean moved = false;
        long last = Math.min(first - 1, tracker.limit());
        for (long s = tracker.nextMissing(0); s != 0 && s <= last; s = tracker.nextMissing(0)) {
            long end = Math.min(last, tracker.endOfMissing(s) - 1);
            tracker.beginAfter(end);
            events.add(new PassedOver(s, end));
            moved = true;
        }
        return moved;
    }

    /** Gives up what is missing below {@code lowestRepairable}; returns whether there was something. */
    boolean rise(long lowestRepairable, LossCause cause) {
        boolean risen = false;
        long last = Math.min(lowestRepairable - 1, tracker.limit());
        for (long s = tracker.nextMissing(0); s != 0 && s <= last; s = tracker.nextMissing(0)) {
            long end = Math.min(last, tracker.endOfMissing(s) - 1);
            long packets = tracker.giveUpThrough(end);
            counters.add(CounterId.UNRECOVERABLE, packets);
            counters.add(cause.packets(), packets);
            lost = true;
            risen = true;
            events.add(new Unrecoverable(s, end));
        }
        return risen;
    }
}
