package io.trackmc.keys.controller.tree;

import java.util.List;

/**
 * Where a member belongs in the tree of its group.
 *
 * @param member node id
 * @param heads whether it heads a region: sender and repair heads
 * @param region that it heads; 0 the sender's, and for who heads none
 * @param parents regions of its parents, primary first; empty for the sender
 */
public record Place(int member, boolean heads, int region, List<Integer> parents) {

    /** Checks that only the sender has no parent. */
    public Place {
        parents = List.copyOf(parents);
        if (parents.isEmpty() != (heads && region == 0)) {
            throw new IllegalArgumentException("node " + Integer.toUnsignedString(member) + " has "
                    + parents.size() + " parents");
        }
    }

    /** Region of the primary parent; 0 for the sender. */
    public int home() {
        return parents.isEmpty() ? 0 : parents.getFirst();
    }
}
