package io.trackmc.feed.snapshot;

import io.trackmc.feed.mold.SessionName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Snapshots from a file that somebody else writes now and then. Reads no more than its first bytes until it is one that joins on. One thread. */
public final class FileSnapshots implements SnapshotHook {

    private final Path file;
    private String fault = "nobody has asked yet";

    /** Looks at nothing yet. */
    public FileSnapshots(Path file) {
        this.file = file;
    }

    @Override
    public Optional<Snapshot> snapshot(SessionName session, long firstSequence) {
        if (!Files.exists(file)) {
            fault = file + ": there is none";
            return Optional.empty();
        }
        try {
            if (joinsOn(SnapshotFile.readHead(file), session, firstSequence)) {
                Snapshot snapshot = SnapshotFile.read(file);
                if (joinsOn(new SnapshotFile.Head(snapshot.session(), snapshot.sequence()), session, firstSequence)) {
                    return Optional.of(snapshot);
                }
            }
        } catch (IOException e) {
            fault = String.valueOf(e.getMessage());
        }
        return Optional.empty();
    }

    private boolean joinsOn(SnapshotFile.Head head, SessionName session, long firstSequence) {
        if (!head.session().equals(session)) {
            fault = file + ": it is of session " + head.session().text();
            return false;
        }
        if (head.sequence() < firstSequence - 1) {
            fault = file + ": it ends with message " + head.sequence();
            return false;
        }
        return true;
    }

    @Override
    public String fault() {
        return fault;
    }
}
