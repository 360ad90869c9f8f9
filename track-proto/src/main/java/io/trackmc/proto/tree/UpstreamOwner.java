package io.trackmc.proto.tree;

import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.RekeyRequestMessage;
import io.trackmc.proto.wire.TrackMessage;

/** What a role adds to its side towards the parent; called by {@link Upstream} within an input or output of the engine. */
public interface UpstreamOwner extends BindListener {

    /**
     * The parent spoke. The message is reused afterwards.
     *
     * @param alone whether it came to this child alone, under the pair key; else it is a hint that any sibling could forge
     */
    void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone);

    /** A packet of the parent to this child alone was authentic, in the epoch of this SPI. */
    default void onHeardAlone(long nowNs, int spi) {}

    /** Writes a question for parts of rekeys; false when none is due. */
    default boolean fillRekeyRequest(long nowNs, RekeyRequestMessage request) {
        return false;
    }

    /**
     * Writes the question of a node that has missed rekeys, for a parent that does not understand it any more; false when keys never change.
     *
     * @param candidate its index
     */
    default boolean fillStaleRequest(RekeyRequestMessage request, int candidate) {
        return false;
    }

    /** A candidate is asked under keys of no epoch, while one seems to speak under an epoch that is not here. */
    default void askedStale(long nowNs) {}

    /**
     * Writes the question of a node that has asked its parent in vain, for another candidate; false when keys never change.
     *
     * @param candidate its index
     */
    default boolean fillAsideRequest(RekeyRequestMessage request, int candidate) {
        return false;
    }

    /** Whether the parent has been asked again and again in vain. */
    default boolean isStarved(long nowNs) {
        return false;
    }

    /** When one is due. */
    default long rekeyRequestDeadlineNs() {
        return Deadlines.NONE;
    }

    /** No data has come for a while: what was only needed for what waits may be given back. */
    default void onQuiet(long nowNs) {}

    /** Fills in everything of a Track but the Heartbeat echo. */
    void fillTrack(long nowNs, TrackMessage track);
}
