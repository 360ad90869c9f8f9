package io.trackmc.cli.feed;

import io.trackmc.feed.mold.SessionName;
import io.trackmc.feed.snapshot.KeptBooks;
import io.trackmc.feed.snapshot.Snapshot;
import io.trackmc.feed.snapshot.SnapshotFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Writes the books to a file now and then, as long as they are sound; says when it stops and when it goes on. One thread. */
final class SnapshotOutput {

    private final Path file;
    private final long every;
    private final Consumer<String> events;
    private boolean stopped;

    /** @param every messages between two snapshots */
    SnapshotOutput(Path file, long every, Consumer<String> events) {
        this.file = file;
        this.every = every;
        this.events = events;
    }

    /** A session begins: it may be written, whatever became of the one before. */
    void begin() {
        stopped = false;
    }

    void onMessage(SessionName session, long sequence, KeptBooks books) {
        if (sequence % every == 0 || (!stopped && !books.isSound()) || (stopped && books.isSound())) {
            save(session, sequence, books);
        }
    }

    /** Writes the books behind this message, if they are sound. */
    void save(SessionName session, long sequence, KeptBooks books) {
        if (!books.isSound() && !stopped) {
            stopped = true;
            events.accept(file + ": no snapshots of books that are not sound; the last one stays");
        }
        if (!books.isSoundAt(sequence)) {
            return;
        }
        if (stopped) {
            stopped = false;
            events.accept(file + ": snapshots again, the books are sound");
        }
        try {
            SnapshotFile.write(new Snapshot(session, sequence, books.books()), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
