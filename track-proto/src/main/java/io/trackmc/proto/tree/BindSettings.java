package io.trackmc.proto.tree;

import io.trackmc.proto.engine.TreeTiming;
import io.trackmc.proto.wire.BindRole;
import java.util.List;

/**
 * What a child brings to its search for a parent.
 *
 * @param role receiver or repair head
 * @param homeRegion region id of its primary parent
 * @param candidates parents in order of preference, the primary first; at least one
 * @param timing times of the tree
 * @param discovery whether it measures them and takes the nearest, instead of the first
 */
public record BindSettings(BindRole role, int homeRegion, List<ParentCandidate> candidates, TreeTiming timing,
        boolean discovery) {

    /** Checks that there is a candidate and copies the list. */
    public BindSettings {
        if (candidates.isEmpty()) {
            throw new IllegalArgumentException("a node that is not the sender needs at least one parent");
        }
        candidates = List.copyOf(candidates);
    }
}
