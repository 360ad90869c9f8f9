package io.trackmc.cli.feed;

import io.trackmc.feed.book.Books;
import io.trackmc.feed.fan.FanServer;
import io.trackmc.feed.line.FeedListener;
import io.trackmc.feed.line.FeedStoppedException;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.replay.Replay;
import io.trackmc.feed.snapshot.Snapshot;
import io.trackmc.feed.snapshot.SnapshotFile;
import io.trackmc.feed.snapshot.SnapshotHook;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that a subscriber does with the messages of a feed. One thread at a time takes messages; any thread may read what is volatile. */
final class FeedOutput implements FeedListener, Closeable {

    private final Consumer<String> events;
    private final Latency latency = new Latency();
    private @Nullable MessageOutput messages;
    private @Nullable FanServer fan;
    private @Nullable SnapshotHook hook;
    private @Nullable Path snapshotTo;
    private long snapshotEvery;
    private boolean withBooks;
    private @Nullable Books books;
    private @Nullable SessionName session;
    private long lastSequence;
    private long lateFrom;
    private long snapshotSequence;
    private volatile int sessionsOver;
    private volatile boolean whole = true;

    /** @param events hears, for people, what happens to the feed */
    FeedOutput(Consumer<String> events) {
        this.events = events;
    }

    FeedOutput messagesTo(@Nullable MessageOutput output) {
        messages = output;
        return this;
    }

    FeedOutput fan(@Nullable FanServer server) {
        fan = server;
        return this;
    }

    FeedOutput books(boolean wanted, @Nullable SnapshotHook snapshots) {
        withBooks = wanted;
        hook = snapshots;
        return this;
    }

    FeedOutput snapshotTo(@Nullable Path file, long every) {
        snapshotTo = file;
        snapshotEvery = every;
        return this;
    }

    @Override
    public long onSession(SessionName name, long firstSequence) {
        session = name;
        books = withBooks ? new Books() : null;
        lateFrom = firstSequence;
        lastSequence = firstSequence - 1;
        events.accept("session " + name.text() + " begins here with message " + firstSequence);
        if (firstSequence == 1) {
            return 1;
        }
        Optional<Snapshot> snapshot = hook == null ? Optional.empty() : hook.snapshot(name, firstSequence);
        if (snapshot.isEmpty()) {
            events.accept("messages 1 to " + (firstSequence - 1) + " came before this subscriber and are missing here");
            return firstSequence;
        }
        books = snapshot.get().books();
        snapshotSequence = snapshot.get().sequence();
        lastSequence = snapshotSequence;
        events.accept("the books begin with a snapshot of message " + snapshotSequence);
        return snapshotSequence + 1;
    }

    @Override
    public void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
        latency.record(Replay.wallClockNs() - publishedNs);
        lastSequence = sequence;
        if (messages != null) {
            messages.write(bytes, offset, length);
        }
        if (books != null) {
            books.apply(bytes, offset, length);
        }
        share(sequence, publishedNs, bytes, offset, length);
        if (snapshotTo != null && sequence % snapshotEvery == 0) {
            saveSnapshot();
        }
    }

    private void share(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
        if (fan != null && session != null) {
            try {
                fan.message(session, sequence, publishedNs, bytes, offset, length);
            } catch (InterruptedException e) {
                throw new FeedStoppedException(e);
            }
        }
    }

    private void saveSnapshot() {
        if (snapshotTo != null && books != null && session != null) {
            try {
                SnapshotFile.write(new Snapshot(session, lastSequence, books), snapshotTo);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void onBatchEnd() {
        if (messages != null) {
            messages.batchEnd();
        }
    }

    @Override
    public void onGap(long first, long last) {
        events.accept("messages " + first + " to " + last + " are lost for good");
    }

    @Override
    public void onLineGap(int line, long first, long last) {
        events.accept("line " + lineName(line) + " lacks messages " + first + " to " + last);
    }

    @Override
    public void onRecovered(long first, long last) {
        events.accept("messages " + first + " to " + last + " have come by the other line");
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // one writer
    public void onSessionEnd(SessionName name, boolean announced, boolean isWhole) {
        onBatchEnd();
        if (announced) {
            shareEnd(name);
        }
        whole &= isWhole;
        events.accept("session " + name.text() + (isWhole ? " is over, whole" : " is over, NOT whole"));
        if (announced) {
            saveSnapshot();
        }
        sessionsOver++;
    }

    /** Only what the publisher has said: local processes shall not take a subscriber that stops for the end of the feed. */
    private void shareEnd(SessionName name) {
        if (fan != null) {
            try {
                fan.end(name, lastSequence + 1, Replay.wallClockNs());
            } catch (InterruptedException e) {
                throw new FeedStoppedException(e);
            }
        }
    }

    static String lineName(int line) {
        return line == 0 ? "A" : "B";
    }

    /** Sessions that are over. */
    int sessionsOver() {
        return sessionsOver;
    }

    /** Whether all of these were whole. */
    boolean isWhole() {
        return whole;
    }

    Latency latency() {
        return latency;
    }

    /** Books of the last session; null where there are none. */
    @Nullable
    Books lastBooks() {
        return books;
    }

    /** First message that came by a line in the last session; 0 before. */
    long lateFrom() {
        return lateFrom;
    }

    /** Last message in the snapshot with which the books began; 0 without one. */
    long snapshotSequence() {
        return snapshotSequence;
    }

    @Override
    public void close() throws IOException {
        if (messages != null) {
            messages.close();
        }
    }
}
