package io.trackmc.net.tree;

import java.util.List;

/**
 * A node as it knows itself, at one moment. What a text does not tell is empty, what a number does not tell is 0.
 *
 * @param group name of the group
 * @param id node id, unsigned
 * @param name of the node
 * @param role sender, repair-head or receiver
 * @param place where it is
 * @param work what it has and does
 * @param epochs how far its keys are
 * @param children those that count; empty for a receiver
 * @param events oldest first, at most {@link EventLog#MOST}
 */
public record TreeNode(String group, long id, String name, String role, Place place, Work work, Epochs epochs,
        List<TreeChild> children, List<TreeEvent> events) {

    /** Keeps copies of the lists. */
    public TreeNode {
        children = List.copyOf(children);
        events = List.copyOf(events);
    }

    /** What tells it from all other nodes of all groups. */
    public String key() {
        return group + "/" + id;
    }

    /** The same in a group of another name. */
    public TreeNode withGroup(String other) {
        return new TreeNode(other, id, name, role, place, work, epochs, children, events);
    }

    /** The same for a tenant, where it names none yet. */
    public TreeNode withTenant(String tenant) {
        return place.tenant.isEmpty()
                ? new TreeNode(group, id, name, role, place.withTenant(tenant), work, epochs, children, events) : this;
    }

    /** How many nodes it tells of: itself and its children. */
    int size() {
        return 1 + children.size();
    }

    /**
     * Where a node is in the tree.
     *
     * @param region that it heads; -1 for a receiver
     * @param tenant whose it is
     * @param parent node id; 0 without one
     * @param parentName name of the parent
     * @param before name of the parent that it lost last
     * @param level 0 for the sender; 128 without a parent
     * @param session run of the source, in hexadecimal digits
     * @param fault why it does not do its work
     */
    public record Place(long region, String tenant, long parent, String parentName, String before, long level,
            String session, String fault) {

        Place withTenant(String other) {
            return new Place(region, other, parent, parentName, before, level, session, fault);
        }
    }

    /**
     * What a node has and does; counts are since it started.
     *
     * @param highest newest sequence of the stream that it knows of
     * @param has it has everything up to here; of a sender, everybody has
     * @param receivers at any depth below
     * @param repairsSent to children
     * @param repairsReceived from above
     * @param nacksReceived from children
     * @param nacksSent to its parent
     * @param failovers times that it found another parent when one was lost
     */
    public record Work(long highest, long has, long receivers, long repairsSent, long repairsReceived,
            long nacksReceived, long nacksSent, long failovers) {}

    /**
     * How far the keys of a node are.
     *
     * @param transport epoch that it sends under
     * @param transportNewest newest transport rekey that it has applied
     * @param content epoch that it sends under, or opened last
     */
    public record Epochs(long transport, long transportNewest, long content) {}
}
