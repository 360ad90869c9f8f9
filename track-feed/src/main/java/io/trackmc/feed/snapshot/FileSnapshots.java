package io.trackmc.feed.snapshot;

import io.trackmc.feed.line.FeedStoppedException;
import io.trackmc.feed.mold.SessionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Snapshots from a file that somebody else writes now and then: waits until one is there that is new enough. */
public final class FileSnapshots implements SnapshotHook {

    private static final long LOOK_MS = 20;

    private final Path file;
    private final Duration patience;
    private final Consumer<String> warnings;

    /**
     * Looks at nothing yet.
     *
     * @param patience how long it waits for one that is new enough
     * @param warnings hears why there is none
     */
    public FileSnapshots(Path file, Duration patience, Consumer<String> warnings) {
        this.file = file;
        this.patience = patience;
        this.warnings = warnings;
    }

    /** An interrupt makes it throw {@link FeedStoppedException}. */
    @Override
    public Optional<Snapshot> snapshot(SessionName session, long firstSequence) {
        long beginNs = System.nanoTime();
        while (true) {
            String fault = "there is none";
            if (Files.exists(file)) {
                try {
                    Snapshot snapshot = SnapshotFile.read(file);
                    fault = fault(snapshot, session, firstSequence);
                    if (fault.isEmpty()) {
                        return Optional.of(snapshot);
                    }
                } catch (IOException e) {
                    fault = String.valueOf(e.getMessage());
                }
            }
            if (System.nanoTime() - beginNs >= patience.toNanos()) {
                warnings.accept(file + ": no snapshot that joins on to message " + firstSequence + " of session "
                        + session.text() + ": " + fault);
                return Optional.empty();
            }
            rest();
        }
    }

    private static String fault(Snapshot snapshot, SessionName session, long firstSequence) {
        if (!snapshot.session().equals(session)) {
            return "it is of session " + snapshot.session().text();
        }
        return snapshot.sequence() < firstSequence - 1 ? "it ends with message " + snapshot.sequence() : "";
    }

    private static void rest() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MS);
        } catch (InterruptedException e) {
            throw new FeedStoppedException(e);
        }
    }
}
