package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.SecretTable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The trees of one region: its members, its child regions, and the node above both. */
final class RegionKeys {

    /** Place of the node above both in its table. */
    private static final int BOTH = 0;

    final int id;
    final @Nullable RegionKeys parent;
    final int leafInParent;
    final int depth;
    final KeyTree members = new KeyTree(KeyTreeKind.MEMBERS);
    private @Nullable KeyTree children;
    final SecretTable both = new SecretTable(1);
    int bothVersion;
    boolean exists;
    boolean touched;
    private int[] childIds = new int[0];

    /**
     * Without members.
     *
     * @param parent region in which the head of this one is at home; null for region 0
     * @param leafInParent leaf among that one's child regions
     */
    RegionKeys(int id, @Nullable RegionKeys parent, int leafInParent) {
        this.id = id;
        this.parent = parent;
        this.leafInParent = leafInParent;
        depth = parent == null ? 0 : parent.depth + 1;
    }

    /** The tree over child regions; made when it is first asked for. */
    KeyTree children() {
        if (children == null) {
            children = new KeyTree(KeyTreeKind.CHILDREN);
        }
        return children;
    }

    /** Gives a child region a leaf that none had before. */
    int addChild(int child) {
        if (childIds.length == KeyTreeKind.CHILDREN.leaves()) {
            throw new IllegalStateException("region " + Integer.toUnsignedString(id) + " has had "
                    + childIds.length + " child regions, which is all that there is room for");
        }
        childIds = Arrays.copyOf(childIds, childIds.length + 1);
        childIds[childIds.length - 1] = child;
        return childIds.length - 1;
    }

    /** Child region of a leaf. */
    int childAt(int leaf) {
        return childIds[leaf];
    }

    boolean hasChildren() {
        return children != null && !children.isEmpty();
    }

    boolean isEmpty() {
        return members.isEmpty() && !hasChildren();
    }

    /** Whether the two children of the node above both exist: bit 0 members, bit 1 child regions. */
    int existing() {
        return (members.isEmpty() ? 0 : 1) | (hasChildren() ? 2 : 0);
    }

    /** Which of them are touched. */
    int changed() {
        return (!members.isEmpty() && members.isTouched() ? 1 : 0) | (hasChildren() && children().isTouched() ? 2 : 0);
    }

    void settle() {
        members.settle();
        if (children != null) {
            children.settle();
        }
        touched = false;
    }

    void destroy() {
        members.destroy();
        if (children != null) {
            children.destroy();
        }
        both.erase(BOTH);
    }
}
