package io.trackmc.proto.repairhead;

import io.trackmc.proto.tree.ParentCandidate;
import java.util.List;

/**
 * What a repair-head engine is told of its place.
 *
 * @param source node id of the source
 * @param region region id of its own region
 * @param homeRegion region id of its primary parent
 * @param unicastPort port of its unicast socket
 * @param parents parents in order of preference, the primary first
 */
public record RepairHeadConfig(int source, int region, int homeRegion, int unicastPort, List<ParentCandidate> parents) {

    public RepairHeadConfig {
        parents = List.copyOf(parents);
    }
}
