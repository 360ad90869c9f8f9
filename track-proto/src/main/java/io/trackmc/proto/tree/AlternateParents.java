package io.trackmc.proto.tree;

import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRole;
import org.agrona.collections.IntArrayList;

/**
 * Which other parents a parent names to a child that it does not take, or cannot keep: those of its own candidates that have said
 * lately that they have room, then the repair heads in its region. What it cannot know, whether the child has keys for them, the child does.
 */
final class AlternateParents {

    private final ChildTable children;
    private final RegionOwner owner;
    private final IntArrayList named = new IntArrayList(BindRejectMessage.MAX_ALTERNATES, 0);

    AlternateParents(ChildTable children, RegionOwner owner) {
        this.children = children;
        this.owner = owner;
    }

    /** Looks who could take {@code child}; returns how many can be named. */
    int find(long nowNs, int child, BindRole role) {
        named.clear();
        owner.otherParents(nowNs, role, id -> add(id, child));
        for (int i = 0; i < children.size(); i++) {
            Child other = children.at(i);
            if (other != null && other.isBound() && other.isRepairHead()) {
                add(other.id(), child);
            }
        }
        return named.size();
    }

    /** One of those that were found. */
    int get(int index) {
        return named.getInt(index);
    }

    private void add(int id, int child) {
        if (id != child && named.size() < BindRejectMessage.MAX_ALTERNATES && !named.containsInt(id)) {
            named.addInt(id);
        }
    }
}
