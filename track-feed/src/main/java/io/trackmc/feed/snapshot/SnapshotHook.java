package io.trackmc.feed.snapshot;

import io.trackmc.feed.mold.SessionName;
import java.util.Optional;

/**
 * Where a subscriber that comes late to a feed, or has lost messages, gets the state from: a file, a server, whatever the feed has. Asked again and again on the thread
 * that takes messages until it has one that joins on; it should not wait.
 */
@FunctionalInterface
public interface SnapshotHook {

    /**
     * A snapshot that joins on to the messages.
     *
     * @param session of the feed
     * @param firstSequence first message that this subscriber has, from which on it has all
     * @return one with a sequence of {@code firstSequence - 1} or more; empty when there is none now
     */
    Optional<Snapshot> snapshot(SessionName session, long firstSequence);

    /** Why there was none when it was asked last, for people. */
    default String fault() {
        return "there is none";
    }
}
