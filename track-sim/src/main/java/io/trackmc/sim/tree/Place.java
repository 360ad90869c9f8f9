package io.trackmc.sim.tree;

import java.util.List;

/**
 * One node of a tree.
 *
 * @param id node id
 * @param role what it does
 * @param level distance from the sender along primary parents
 * @param parents ids of its parents, the primary first, then backups; empty for the sender
 */
public record Place(int id, Role role, int level, List<Integer> parents) {

    /** What a node does in a tree. */
    public enum Role {
        SENDER,
        REPAIR_HEAD,
        RECEIVER
    }

    public Place {
        parents = List.copyOf(parents);
    }

    /** Region that this node heads, or would head. The sender's is 0. */
    public int region() {
        return role == Role.SENDER ? 0 : id;
    }
}
