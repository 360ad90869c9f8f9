package io.trackmc.proto.tree;

import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.TrackMessage;

/** What a role adds to its side towards the parent; called by {@link Upstream} within an input or output of the engine. */
public interface UpstreamOwner extends BindListener {

    /**
     * The parent spoke. The message is reused afterwards.
     *
     * @param alone whether it came to this child alone, under the pair key; else it is a hint that any sibling could forge
     */
    void onHeartbeat(long nowNs, HeartbeatMessage heartbeat, boolean alone);

    /** Fills in everything of a Track but the Heartbeat echo. */
    void fillTrack(long nowNs, TrackMessage track);
}
