package io.trackmc.cli.feed;

import io.trackmc.feed.book.Books;
import io.trackmc.feed.fan.FanServer;
import io.trackmc.feed.line.FeedListener;
import io.trackmc.feed.line.FeedStoppedException;
import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.replay.Replay;
import io.trackmc.feed.snapshot.KeptBooks;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that a subscriber does with the messages of a feed. One thread at a time takes messages; any thread may read what is volatile. */
final class FeedOutput implements FeedListener, Closeable {

    private final Consumer<String> events;
    private final Latency latency = new Latency();
    private final FeedOutcome outcome = new FeedOutcome();
    private @Nullable MessageOutput messages;
    private @Nullable FanServer fan;
    private @Nullable SnapshotOutput snapshots;
    private @Nullable KeptBooks books;
    private @Nullable SessionName session;
    private long lastSequence;

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

    FeedOutput books(@Nullable KeptBooks kept) {
        books = kept;
        return this;
    }

    FeedOutput snapshotsTo(@Nullable SnapshotOutput output) {
        snapshots = output;
        return this;
    }

    @Override
    public long onSession(SessionName name, long firstSequence) {
        session = name;
        lastSequence = firstSequence - 1;
        events.accept("session " + name.text() + " begins here with message " + firstSequence);
        if (firstSequence > 1) {
            events.accept("messages 1 to " + (firstSequence - 1) + " came before this subscriber and are missing here");
        }
        outcome.begins(firstSequence);
        if (books != null) {
            books.begin(name, firstSequence);
        }
        if (snapshots != null) {
            snapshots.begin();
        }
        return firstSequence;
    }

    @Override
    public void onMessage(long sequence, long publishedNs, byte[] bytes, int offset, int length) {
        latency.record(Replay.wallClockNs() - publishedNs);
        lastSequence = sequence;
        if (messages != null) {
            messages.write(bytes, offset, length);
        }
        if (books != null) {
            books.message(sequence, bytes, offset, length);
        }
        share(sequence, publishedNs, bytes, offset, length);
        if (snapshots != null && books != null && session != null) {
            snapshots.onMessage(session, sequence, books);
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

    @Override
    public void onBatchEnd() {
        if (messages != null) {
            messages.batchEnd();
        }
    }

    @Override
    public void onGap(long first, long last) {
        lastSequence = last;
        events.accept("messages " + first + " to " + last + " are lost for good");
        if (books != null) {
            books.lost(first, last);
        }
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
    public void onSessionEnd(SessionName name, boolean announced, boolean isWhole) {
        onBatchEnd();
        if (announced) {
            shareEnd(name);
        }
        if (books != null) {
            books.end(announced);
        }
        events.accept("session " + name.text() + (isWhole ? " is over, whole" : " is over, NOT whole"));
        if (announced && snapshots != null && books != null) {
            snapshots.save(name, lastSequence, books);
        }
        outcome.ends(announced, isWhole);
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

    /** How its sessions began and ended. */
    FeedOutcome outcome() {
        return outcome;
    }

    Latency latency() {
        return latency;
    }

    /** Books of the last session, and whether they are sound; null where there are none. */
    @Nullable
    KeptBooks books() {
        return books;
    }

    /** The books alone, once a session has begun. */
    @Nullable
    Books lastBooks() {
        return books == null || session == null ? null : books.books();
    }

    @Override
    public void close() throws IOException {
        if (messages != null) {
            messages.close();
        }
    }
}
