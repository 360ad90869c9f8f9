package io.trackmc.proto.receiver;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.tree.ParentCandidate;
import io.trackmc.proto.wire.ConfirmOn;
import java.util.List;

/**
 * What a receiver engine is told of its place.
 *
 * @param source node id of the source it listens to
 * @param homeRegion region id of its primary parent
 * @param parents parents in order of preference, the primary first
 * @param explicitConfirm whether what the application was given is told by {@link ReceiverEngine#confirm}, because there is a queue on
 *     the way to it; else taking a message from the engine is that
 * @param confirmOn what this receiver confirms on at least, whatever the session says
 * @param after run of the source whose session is over for this receiver, ZERO for none: only a later run is joined
 */
public record ReceiverConfig(
        int source, int homeRegion, List<ParentCandidate> parents, boolean explicitConfirm, ConfirmOn confirmOn,
        Incarnation after) {

    /** Leaves it to the session what is confirmed. */
    public ReceiverConfig(
            int source, int homeRegion, List<ParentCandidate> parents, boolean explicitConfirm, Incarnation after) {
        this(source, homeRegion, parents, explicitConfirm, ConfirmOn.RECEIVE, after);
    }

    public ReceiverConfig {
        parents = List.copyOf(parents);
    }
}
