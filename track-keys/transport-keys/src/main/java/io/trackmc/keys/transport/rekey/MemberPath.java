package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.PathKey;
import io.trackmc.keys.transport.bundle.PathStep;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.SecretTable;
import java.util.BitSet;
import java.util.List;

/**
 * A member's way up the key trees: its nodes in the order in which keys follow from each other, and the key of each. All keys are in one array, and where a
 * node is follows from its place, so that a path of 24 nodes takes less than a kilobyte.
 *
 * <pre>
 *   step 0, home region    M level 0 .. 7, B
 *   step k, above it       C level 1 .. 6, B          (leaf 0 of C is B of the step before)
 *   interior               I level 0 .. 8             (sender and repair heads)
 * </pre>
 */
final class MemberPath {

    /** Answer when a node is not on the path. */
    static final int OFF_PATH = -1;

    private static final int HOME_NODES = KeyTreeKind.MEMBERS.height() + 2;
    private static final int STEP_NODES = KeyTreeKind.CHILDREN.height() + 1;

    private final int[] regions;
    private final int[] leaves;
    private final int interiorLeaf;
    private final SecretTable keys;
    private final BitSet held;

    /** Takes the keys of the state, which holds none afterwards. */
    MemberPath(RekeyState state) {
        List<PathStep> steps = state.path();
        regions = steps.stream().mapToInt(PathStep::region).toArray();
        leaves = steps.stream().mapToInt(PathStep::leaf).toArray();
        interiorLeaf = state.interiorLeaf();
        int size = first(steps.size()) + (isInterior() ? KeyTreeKind.INTERIOR.height() + 1 : 0);
        keys = new SecretTable(size);
        held = new BitSet(size);
        for (PathKey key : state.keys()) {
            int place = find(key.tree(), key.region(), key.level(), key.index());
            if (place != OFF_PATH && !held.get(place) && !key.key().isDestroyed()) {
                replace(place, key.key());
            }
            key.key().destroy();
        }
    }

    /** Regions on the path. */
    int steps() {
        return regions.length;
    }

    /** Region of a step. */
    int region(int step) {
        return regions[step];
    }

    /** Leaf of a step, among members at step 0, else among child regions. */
    int leaf(int step) {
        return leaves[step];
    }

    /** Step of a region, or {@link #OFF_PATH}. */
    int stepOf(int region) {
        for (int k = 0; k < regions.length; k++) {
            if (regions[k] == region) {
                return k;
            }
        }
        return OFF_PATH;
    }

    boolean isInterior() {
        return interiorLeaf != RekeyState.NO_LEAF;
    }

    int interiorLeaf() {
        return interiorLeaf;
    }

    /** Nodes that may have a key, leaves included. */
    int size() {
        return first(regions.length) + (isInterior() ? KeyTreeKind.INTERIOR.height() + 1 : 0);
    }

    /** Place of a node among them, or {@link #OFF_PATH}. */
    int find(KeyTreeKind tree, int region, int level, int index) {
        int step = tree == KeyTreeKind.INTERIOR && region == 0 && isInterior() ? regions.length : stepOf(region);
        if (step == OFF_PATH || level < 0 || level > tree.height()) {
            return OFF_PATH;
        }
        int place = switch (tree) {
            case MEMBERS -> step == 0 ? level : OFF_PATH;
            case CHILDREN -> step > 0 && level > 0 ? first(step) + level - 1 : OFF_PATH;
            case BOTH -> level == 1 ? first(step + 1) - 1 : OFF_PATH;
            case INTERIOR -> step == regions.length ? first(step) + level : OFF_PATH;
        };
        return place == OFF_PATH || node(place).index != index ? OFF_PATH : place;
    }

    /** The node at a place. */
    Node node(int place) {
        int step = step(place);
        int level = place - first(step);
        if (step == regions.length) {
            return Node.of(KeyTreeKind.INTERIOR, 0, level, interiorLeaf);
        }
        if (place == first(step + 1) - 1) {
            return new Node(KeyTreeKind.BOTH, regions[step], 1, 0, step == 0 ? 0 : 1);
        }
        return step == 0 ? Node.of(KeyTreeKind.MEMBERS, regions[0], level, leaves[0])
                : Node.of(KeyTreeKind.CHILDREN, regions[step], level + 1, leaves[step]);
    }

    /** Place of the first node of a step, the interior tree being the step after the last. */
    int first(int step) {
        return step == 0 ? 0 : HOME_NODES + (step - 1) * STEP_NODES;
    }

    /** Place of the root over the members at home with this one. */
    int membersRoot() {
        return KeyTreeKind.MEMBERS.height();
    }

    /** Place of the key of region 0, the root of the layer. */
    int root() {
        return first(regions.length) - 1;
    }

    /** Copies the key of a node; false where the member was not given it. */
    boolean key(int place, KeyEncryptionKey into) {
        if (held.get(place)) {
            keys.get(place, into);
            return true;
        }
        return false;
    }

    /** Puts a key in place of another, which is overwritten; copies it. */
    void replace(int place, KeyEncryptionKey key) {
        keys.put(place, key);
        held.set(place);
    }

    /** Erases all keys. */
    void destroy() {
        keys.destroy();
        held.clear();
    }

    private int step(int place) {
        return place < HOME_NODES ? 0 : Math.min(regions.length, 1 + (place - HOME_NODES) / STEP_NODES);
    }

    /**
     * A node on the path.
     *
     * @param child which of its children is on the path too
     */
    record Node(KeyTreeKind tree, int region, int level, int index, int child) {

        private static Node of(KeyTreeKind tree, int region, int level, int leaf) {
            int child = level == 0 ? 0 : (leaf >> (2 * (level - 1))) & (KeyTreeKind.DEGREE - 1);
            return new Node(tree, region, level, leaf >> (2 * level), child);
        }

        boolean isLeaf() {
            return level == 0;
        }
    }
}
