package io.trackmc.feed.line;

import io.trackmc.feed.mold.MoldFrame;
import io.trackmc.feed.mold.SessionName;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Makes one feed of one or several lines that carry the same messages. One thread at a time. Time is a parameter: every {@code nowNs} is that of one and the same
 * monotonic clock, whichever, such as {@link System#nanoTime}.
 *
 * <p>Whichever line has the next message first gives it; what comes again is counted and dropped; what comes too early is kept until what is before it has come.
 * A message is given up only when every line that may still bring it has passed it, which for lines that keep their order means that none has it; or when some line
 * has passed it and the others have not brought it for the time-out. A line whose session has ended, or that has left, is not waited for. The session is over when
 * all lines in it have announced its end, or those that have not are silent for the time-out: a line whose input was cut short ends before the others.
 *
 * <p>A session is known by its name. It begins for the listener with message 1; where no line brings that, with the first one that some line brings, once every other
 * has brought its own first or has had the time-out for it. A line that goes on to another session while others are in the present one has to wait: what it brings is
 * kept, and then it is {@linkplain #hasRoom held back}, until the present session is over on the others, or these have brought nothing for the time-out. What comes of
 * a session after its end is dropped and counted.
 */
public final class Arbiter {

    /** Bytes of messages that came too early, and of each line's next session, beyond which {@link #hasRoom} says no when nothing else is said. */
    public static final int DEFAULT_ROOM_BYTES = 16 << 20;

    /** Sessions that are over and of which something may still come. */
    private static final int MOST_REMEMBERED = 64;

    private final Lines lines;
    private final long timeoutNs;
    private final long roomBytes;
    private final FeedListener listener;
    private final Counts counts = new Counts();
    private final MoldFrame frame = new MoldFrame();
    private final Deque<FeedSession> past = new ArrayDeque<>();
    private @Nullable FeedSession present;

    /**
     * Before the first session.
     *
     * @param lines how many there are, at least 1
     * @param timeoutNs how long a line is waited for that is behind
     * @param roomBytes of messages that came too early, and of what each line brings of its next session
     */
    public Arbiter(int lines, long timeoutNs, long roomBytes, FeedListener listener) {
        this.lines = new Lines(lines);
        this.timeoutNs = timeoutNs;
        this.roomBytes = roomBytes;
        this.listener = listener;
    }

    /**
     * A line is there: it counts among those that may bring what is missing. Before the first of these, all lines do.
     *
     * <p>A line that has been in a session and left it may bring another of the same name once that is over and nobody is in it any more. A line that was not in it
     * only comes late: what it brings has come already.
     */
    public void began(int number) {
        lines.get(number).began();
    }

    /** A line is over for now, well or not: it is not waited for any more in the session that it was in, only for the beginning of the next. */
    public void ended(long nowNs, int number) {
        lines.get(number).ended();
        settle(nowNs);
        listener.onBatchEnd();
    }

    /** A line is over for good: nothing is waited for of it any more, unless it {@linkplain #began begins} all the same. */
    public void gone(long nowNs, int number) {
        lines.get(number).goForGood();
        lines.get(number).ended();
        settle(nowNs);
        listener.onBatchEnd();
    }

    /** Whether a line may bring more: always while it is not ahead of what is waited for. */
    public boolean hasRoom(int number) {
        Line line = lines.get(number);
        if (line.isHolding()) {
            return line.heldBytes() < roomBytes;
        }
        FeedSession session = present;
        return session == null || session.hasRoom(line, roomBytes);
    }

    /**
     * A line brings a frame.
     *
     * @return false when it is none; it was counted
     */
    public boolean offer(long nowNs, int number, byte[] bytes, int offset, int length) {
        if (!frame.read(bytes, offset, length)) {
            counts.malformed++;
            return false;
        }
        Line line = lines.get(number);
        if (line.isHolding() || !route(nowNs, line)) {
            line.holdFrame(bytes, offset, length);
        }
        settle(nowNs);
        listener.onBatchEnd();
        return true;
    }

    /** Looks whether something has been waited for long enough. To be called a few times in each time-out. */
    public void onTime(long nowNs) {
        settle(nowNs);
        listener.onBatchEnd();
    }

    /** What it has counted so far. */
    public LineCounts counts() {
        return counts.snapshot();
    }

    /** Next sequence that will be delivered; 0 before the first session, and while it is not known with which message that begins. */
    public long nextSequence() {
        FeedSession session = present;
        return session == null ? 0 : session.next();
    }

    /** Whether something is missing now that may still come. */
    public boolean isWaiting() {
        FeedSession session = present;
        return session != null && session.isWaiting();
    }

    /** Takes the frame in; false when it is of a session that cannot begin yet. */
    private boolean route(long nowNs, Line line) {
        SessionName name = frame.session();
        FeedSession session = present;
        if (session != null && !session.isOver()) {
            if (name.equals(session.name())) {
                session.take(nowNs, line, frame);
                return true;
            }
            if (isFromThePast(line, name)) {
                return true;
            }
            line.waitForNext(nowNs);
            return false;
        }
        if (!isFromThePast(line, name)) {
            begin(nowNs, name).take(nowNs, line, frame);
        }
        return true;
    }

    /** Drops what is of a session that is over, unless the name has come into use again. */
    private boolean isFromThePast(Line line, SessionName name) {
        for (FeedSession session : past) {
            if (name.equals(session.name())) {
                if (session.hasLeft(line) && !lines.isAnotherIn(session, line)) {
                    past.remove(session);
                    return false;
                }
                session.takeTooLate(line, frame);
                return true;
            }
        }
        return false;
    }

    private FeedSession begin(long nowNs, SessionName name) {
        lines.beginSession();
        FeedSession session = new FeedSession(name, nowNs, timeoutNs, lines, counts, listener);
        present = session;
        return session;
    }

    /** Ends what is over, and goes on with what was kept of the next session then, until something has to be waited for. */
    private void settle(long nowNs) {
        boolean moved = true;
        while (moved) {
            FeedSession session = present;
            if (session != null && !session.isOver()) {
                settle(nowNs, session);
            }
            moved = replay(nowNs);
        }
    }

    private void settle(long nowNs, FeedSession session) {
        try {
            session.settle(nowNs);
            if (!session.isOver() && isAbandoned(session, nowNs)) {
                session.abandon();
            }
        } finally { // also when the listener throws
            if (session.isOver()) {
                remember(session);
            }
        }
    }

    private boolean replay(long nowNs) {
        boolean moved = false;
        for (int i = 0; i < lines.count(); i++) {
            Line line = lines.get(i);
            while (line.isHolding() && replay(nowNs, line)) {
                moved = true;
            }
        }
        return moved;
    }

    /** Whether nobody is in it any more who brings anything, while somebody wants to go on or all have gone. */
    private boolean isAbandoned(FeedSession session, long nowNs) {
        if (!lines.mayAnyBring(session)) {
            return true;
        }
        boolean someWait = lines.isAnyWaitingForNext();
        return (someWait || !lines.isAnyLive()) && nowNs - session.broughtNs() >= timeoutNs
                && (!someWait || nowNs - lines.waitingForNextSinceNs() >= timeoutNs);
    }

    private void remember(FeedSession session) {
        past.addFirst(session);
        if (past.size() > MOST_REMEMBERED) {
            past.removeLast();
        }
        lines.goOn();
    }

    /** Goes on with one thing that was kept of a line; false when nothing was, or that must wait. */
    private boolean replay(long nowNs, Line line) {
        FeedSession session = present;
        if (session != null && !session.isOver() && !session.hasRoom(line, roomBytes)) {
            return false;
        }
        byte[] held = line.firstHeld();
        if (frame.read(held, 0, held.length) && !route(nowNs, line)) {
            return false;
        }
        line.removeHeld();
        return true;
    }
}
