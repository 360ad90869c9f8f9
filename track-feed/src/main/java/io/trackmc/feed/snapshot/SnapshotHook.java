package io.trackmc.feed.snapshot;

import io.trackmc.feed.mold.SessionName;
import java.util.Optional;

/**
 * Where a subscriber that comes late to a feed gets the state from: a file, a server, whatever the feed has. Asked once for each session, on the thread that
 * takes messages, which wait meanwhile; a hook that waits long holds the feed back.
 */
@FunctionalInterface
public interface SnapshotHook {

    /**
     * A snapshot that joins on to the messages.
     *
     * @param session of the feed
     * @param firstSequence first message that this subscriber can have
     * @return one with a sequence of {@code firstSequence - 1} or more; empty when there is none, and the subscriber begins with what comes
     */
    Optional<Snapshot> snapshot(SessionName session, long firstSequence);
}
