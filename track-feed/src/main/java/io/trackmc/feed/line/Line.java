package io.trackmc.feed.line;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** How far one line is, and what it has brought that has to wait until the present session is over. */
final class Line {

    private static final int OVERHEAD_BYTES = 64;

    /** What is kept in place of a frame where the line began or ended: no frame is so short. */
    private static final byte[] BEGAN = {'b'};
    private static final byte[] ENDED = {'e'};

    private final int number;
    private final Deque<byte[]> held = new ArrayDeque<>();
    private long heldBytes;
    private boolean live = true;
    private boolean gone;
    private boolean waitingForNext;
    private long waitingForNextSinceNs;
    private @Nullable FeedSession session;
    private long passed;
    private boolean ending;

    Line(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }

    /** It is there, once everything that was kept is through. */
    void began() {
        if (isHolding()) {
            hold(BEGAN);
        } else {
            begin();
        }
    }

    /** It has gone, once everything that was kept is through. */
    void ended() {
        if (!isHolding()) {
            live = false;
        } else if (Arrays.equals(held.getLast(), BEGAN)) { // it brought nothing in between
            held.removeLast();
            heldBytes -= OVERHEAD_BYTES + BEGAN.length;
        } else {
            hold(ENDED);
        }
    }

    /** What it was in stays known: it may bring that again. */
    private void begin() {
        live = true;
        gone = false;
        passed = 0;
        ending = false;
        if (session != null) {
            session.left(this);
        }
    }

    /** It brings something of this session. */
    void enter(FeedSession entered) {
        live = true;
        if (session != entered) {
            if (session != null) {
                session.left(this);
            }
            session = entered;
        }
    }

    boolean isIn(FeedSession asked) {
        return live && session == asked;
    }

    boolean isInOneThatGoesOn() {
        return live && session != null && !session.isOver();
    }

    boolean isLive() {
        return live;
    }

    /** It will never come again. */
    void goForGood() {
        gone = true;
    }

    /**
     * Whether it may bring something of the present session: one that is there and does not wait for the next, and one that is not there at the moment and has brought
     * nothing of it yet, as between two sessions.
     */
    boolean mayBring(FeedSession present) {
        return !waitingForNext && (live || (!gone && session != present));
    }

    /** A session begins, of which it has brought nothing yet. */
    void beginSession() {
        passed = 0;
        ending = false;
    }

    /** Behind the last message that it has brought or lacks; 0 before the first frame of the session. */
    long passed() {
        return passed;
    }

    void pass(long sequence) {
        passed = Math.max(passed, sequence);
    }

    /** It has announced the end of the session. */
    void announceEnd() {
        ending = true;
    }

    boolean hasAnnouncedEnd() {
        return ending;
    }

    /** It wants to go on to another session, and cannot yet. */
    void waitForNext(long nowNs) {
        if (!waitingForNext) {
            waitingForNext = true;
            waitingForNextSinceNs = nowNs;
        }
    }

    void goOn() {
        waitingForNext = false;
    }

    boolean isWaitingForNext() {
        return waitingForNext;
    }

    long waitingForNextSinceNs() {
        return waitingForNextSinceNs;
    }

    boolean isHolding() {
        return !held.isEmpty();
    }

    long heldBytes() {
        return heldBytes;
    }

    void holdFrame(byte[] bytes, int offset, int length) {
        hold(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    private void hold(byte[] what) {
        held.addLast(what);
        heldBytes += OVERHEAD_BYTES + what.length;
    }

    /** What was kept first: a frame, or something else, which is none. */
    byte[] firstHeld() {
        return held.getFirst();
    }

    /** Its turn has come. */
    void removeHeld() {
        byte[] first = held.removeFirst();
        heldBytes -= OVERHEAD_BYTES + first.length;
        if (Arrays.equals(first, BEGAN)) {
            begin();
        } else if (Arrays.equals(first, ENDED)) {
            live = false;
        }
    }
}
