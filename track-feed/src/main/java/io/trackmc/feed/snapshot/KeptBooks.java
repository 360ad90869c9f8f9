package io.trackmc.feed.snapshot;

import io.trackmc.feed.book.Books;
import io.trackmc.feed.line.FeedStoppedException;
import io.trackmc.feed.mold.SessionName;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The books of a feed as a subscriber keeps them, and whether they are sound: those that the publisher's messages make.
 *
 * <pre>
 *            begin with message 1                     lost
 *                    |                        +---------------------+
 *                    v                        |   there is a hook   v
 *   begin late --> SOUND ---------------------+               AWAITING -- no room, or the end: --> UNSOUND
 *                    ^                        |                     |      after the patience
 *                    |                        +--> UNSOUND          |
 *                    |                    there is none             |
 *                    +------ a snapshot joins on -------------------+
 * </pre>
 *
 * <p>Who begins late begins in AWAITING too, without a hook in UNSOUND. While a snapshot is awaited, messages are kept, so that one can join on later; the feed goes on,
 * which is what makes whoever writes snapshots write the next one. Only when there is no more room for messages, or the session is over, is the snapshot waited for, and the
 * feed waits with it. Takes messages on one thread; any thread may ask whether the books are sound.
 */
public final class KeptBooks {

    /** Bytes of messages that are kept when nothing else is said. */
    public static final int DEFAULT_ROOM_BYTES = 16 << 20;

    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(20);

    /** Whether the books are those of the publisher. */
    private enum State {
        SOUND, AWAITING, UNSOUND
    }

    private final @Nullable SnapshotHook hook;
    private final Duration patience;
    private final Consumer<String> events;
    private final KeptMessages kept;
    private Books books = new Books();
    private @Nullable SessionName session;
    private volatile State state = State.UNSOUND;
    private volatile @Nullable String lateFault;
    private volatile long snapshotSequence;
    private boolean beganLate;
    private long inBooks;
    private long lookedNs;

    /**
     * Before the first session.
     *
     * @param hook where snapshots come from; null for nowhere
     * @param roomBytes of messages that are kept while one is awaited
     * @param patience how long one is waited for once there is no more room, or the session is over
     * @param events hears, for people, what happens to the books
     */
    public KeptBooks(@Nullable SnapshotHook hook, int roomBytes, Duration patience, Consumer<String> events) {
        this.hook = hook;
        this.patience = patience;
        this.events = events;
        this.kept = new KeptMessages(roomBytes);
    }

    /** A session begins here with this message. */
    public void begin(SessionName name, long firstSequence) {
        session = name;
        books = new Books();
        snapshotSequence = 0;
        inBooks = firstSequence - 1;
        beganLate = firstSequence > 1;
        if (beganLate) {
            doubt(firstSequence);
        } else {
            state = State.SOUND;
        }
    }

    /** Takes in the next message. */
    public void message(long sequence, byte[] bytes, int offset, int length) {
        if (state == State.AWAITING) {
            if (!kept.hasRoomFor(length) && !awaitSnapshot("there is no room for more messages")) {
                apply(sequence, bytes, offset, length);
                return;
            }
            if (state == State.AWAITING) {
                kept.add(bytes, offset, length);
                if (System.nanoTime() - lookedNs >= LOOK_NS) {
                    look();
                }
                return;
            }
        }
        apply(sequence, bytes, offset, length);
    }

    private void apply(long sequence, byte[] bytes, int offset, int length) {
        if (sequence > inBooks) {
            books.apply(bytes, offset, length);
            inBooks = sequence;
        }
    }

    /** These messages will never come; a snapshot may have them. */
    public void lost(long first, long last) {
        if (last <= inBooks) {
            return; // the snapshot with which the books began is newer
        }
        if (state == State.AWAITING) {
            kept.drainTo(this::apply);
        }
        inBooks = last;
        doubt(last + 1);
    }

    /** The session is over; a snapshot that is still awaited is waited for now, if the publisher has announced the end. */
    public void end(boolean announced) {
        if (state == State.AWAITING) {
            if (announced) {
                awaitSnapshot("the session is over");
            } else {
                giveUp("the session was broken off");
            }
        }
    }

    /** Books that lack what was before this message. */
    private void doubt(long firstSequence) {
        if (hook == null) {
            state = State.UNSOUND;
            events.accept("the books are NOT sound: they lack what was before message " + firstSequence);
            return;
        }
        state = State.AWAITING;
        kept.begin(firstSequence);
        if (!look()) {
            events.accept("the books are NOT sound until there is a snapshot that joins on to message "
                    + firstSequence);
        }
    }

    private boolean look() {
        lookedNs = System.nanoTime();
        if (hook == null || session == null) {
            return false;
        }
        Optional<Snapshot> snapshot = hook.snapshot(session, kept.firstSequence());
        snapshot.ifPresent(this::goOn);
        return snapshot.isPresent();
    }

    private void goOn(Snapshot snapshot) {
        books = snapshot.books();
        inBooks = snapshot.sequence();
        snapshotSequence = snapshot.sequence();
        kept.drainTo(this::apply);
        state = State.SOUND;
        events.accept("the books begin with a snapshot of message " + snapshot.sequence() + " and are sound");
    }

    /** Waits as long as it may; false when the books have to do without. */
    private boolean awaitSnapshot(String why) {
        long beginNs = System.nanoTime();
        while (!look()) {
            if (System.nanoTime() - beginNs >= patience.toNanos()) {
                giveUp(why);
                return false;
            }
            rest();
        }
        return true;
    }

    private void giveUp(String why) {
        String fault = "no snapshot joins on to message " + kept.firstSequence()
                + (session == null ? "" : " of session " + session.text()) + ", and " + why
                + (hook == null ? "" : ": " + hook.fault());
        kept.drainTo(this::apply);
        state = State.UNSOUND;
        events.accept(fault + "; the books are NOT sound");
        if (beganLate && snapshotSequence == 0) {
            lateFault = fault;
        }
    }

    private static void rest() {
        try {
            TimeUnit.NANOSECONDS.sleep(LOOK_NS);
        } catch (InterruptedException e) {
            throw new FeedStoppedException(e);
        }
    }

    /** The books; while a snapshot is awaited, as they were before. */
    public Books books() {
        return books;
    }

    /** Whether they are those that the publisher's messages make, as far as they have come. Any thread. */
    public boolean isSound() {
        return state == State.SOUND;
    }

    /** Whether they are those behind this message, and not those of a snapshot from behind it. */
    public boolean isSoundAt(long sequence) {
        return isSound() && inBooks == sequence;
    }

    /** Last message in the snapshot with which the books began, or went on; 0 without one. Any thread. */
    public long snapshotSequence() {
        return snapshotSequence;
    }

    /** Why books that began late got no snapshot; null as long as they may get one, or did. Any thread. */
    public @Nullable String lateFault() {
        return lateFault;
    }
}
