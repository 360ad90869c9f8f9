package io.trackmc.proto.receiver;

import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.tree.ParentCandidate;
import java.util.List;

/**
 * What a receiver engine is told of its place.
 *
 * @param source node id of the source it listens to
 * @param homeRegion region id of its primary parent
 * @param parents parents in order of preference, the primary first
 * @param explicitConfirm whether the application confirms what it has finished with ({@link ReceiverEngine#confirm}); else
 *     taking a message confirms it
 * @param after run of the source whose session is over for this receiver, ZERO for none: only a later run is joined
 */
public record ReceiverConfig(
        int source, int homeRegion, List<ParentCandidate> parents, boolean explicitConfirm, Incarnation after) {

    public ReceiverConfig {
        parents = List.copyOf(parents);
    }
}
