package io.trackmc.proto.repairhead;

import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.LossCause;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.tree.Upstream;
import io.trackmc.proto.window.SequenceTracker;

/**
 * Gives up what the parent can no longer repair: tells the application of what somebody loses, and passes over what nobody needs.
 *
 * <p>A child that still needs what is gone holds this node's store; the rest is given up when it has moved.
 */
final class TrailingEdge {

    private static final int GIVE_UP_ATTEMPTS = 3;

    private final SessionState session;
    private final SequenceTracker tracker;
    private final Subtree subtree;
    private final Upstream upstream;
    private final EventQueue events;
    private final Counters counters;

    /** What this parent was found unable to repair; 0 without a parent, because the next may be able. */
    private long goneBelow;
    private LossCause goneBy = LossCause.WINDOW;

    TrailingEdge(
            SessionState session,
            SequenceTracker tracker,
            Subtree subtree,
            Upstream upstream,
            EventQueue events,
            Counters counters) {
        this.session = session;
        this.tracker = tracker;
        this.subtree = subtree;
        this.upstream = upstream;
        this.events = events;
        this.counters = counters;
    }

    /** Another session begins, or another parent is looked for. */
    void forgetParent() {
        goneBelow = 0;
    }

    /** The parent says so of everything below {@code lowestRepairable}; believed once it was asked in vain. */
    void onTold(long lowestRepairable) {
        long missing = tracker.nextMissing(0);
        if (missing != 0
                && missing < lowestRepairable
                && upstream.nacks().attempts(missing) >= GIVE_UP_ATTEMPTS) {
            giveUpBelow(lowestRepairable, LossCause.WINDOW);
        }
    }

    /** Gives up what a child, that may have moved now, kept from being given up. */
    void onChildMoved() {
        if (tracker.cumAck() + 1 < goneBelow) {
            giveUpBelow(goneBelow, goneBy);
        }
    }

    /**
     * In a timely session, gives up what the sender waits for no more, whoever may still need it: a store's length gap by gap, because something of it
     * may be here, and what lies beyond in one step, however far a parent says that it has come.
     */
    void onReleased() {
        long released = session.givenUp();
        if (tracker.cumAck() < released) {
            giveUpBelow(Math.min(released, tracker.cumAck() + subtree.storePackets()) + 1, LossCause.TIMEOUT);
        }
        if (tracker.cumAck() < released) {
            long first = tracker.cumAck() + 1;
            goneBelow = released + 1;
            tracker.passOver(released);
            givenUp(first, released, released - first + 1, LossCause.TIMEOUT);
            session.highestSequence(released);
        }
        session.lowestRepairable(released + 1);
    }

    /** Gives up everything below {@code lowestRepairable} that is missing, as far as there is room. */
    void giveUpBelow(long lowestRepairable, LossCause cause) {
        goneBelow = lowestRepairable;
        goneBy = cause;
        subtree.updateLimit();
        tracker.learnHighest(lowestRepairable - 1);
        for (long s = tracker.nextMissing(0); s != 0 && s < lowestRepairable; s = tracker.nextMissing(0)) {
            long end = Math.min(lowestRepairable - 1, tracker.endOfMissing(s) - 1);
            givenUp(s, end, tracker.giveUpThrough(end), cause);
        }
        if (tracker.cumAck() < lowestRepairable - 1
                && !tracker.hasGaps()
                && subtree.childrenHave(lowestRepairable - 1)) {
            // Nobody here needs any of it, so it is passed over in one go, however much it is.
            long first = tracker.cumAck() + 1;
            tracker.passOver(lowestRepairable - 1);
            givenUp(first, lowestRepairable - 1, 0, cause);
        }
        session.highestSequence(tracker.highest());
    }

    private void givenUp(long first, long last, long sequences, LossCause cause) {
        if (subtree.receiversHave(last)) {
            events.add(new PassedOver(first, last));
        } else {
            counters.add(CounterId.UNRECOVERABLE, sequences);
            counters.add(cause.packets(), sequences);
            events.add(new Unrecoverable(first, last));
        }
        session.lowestRepairable(last + 1);
        subtree.updateLimit();
        upstream.tracks().changed();
    }
}
