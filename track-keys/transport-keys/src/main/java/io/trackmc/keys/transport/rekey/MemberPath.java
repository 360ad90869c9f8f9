package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.PathKey;
import io.trackmc.keys.transport.bundle.PathStep;
import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import java.util.ArrayList;
import java.util.List;

/**
 * A member's way up the key trees: its nodes in the order in which keys follow from each other, and the key of each.
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

    private final List<PathStep> steps;
    private final int interiorLeaf;
    private final List<Node> nodes = new ArrayList<>();
    private final KeyEncryptionKey[] keys;

    /** Copies nothing: the keys are those of the state until a rekey replaces them. */
    MemberPath(RekeyState state) {
        steps = state.path();
        interiorLeaf = state.interiorLeaf();
        for (int k = 0; k < steps.size(); k++) {
            PathStep step = steps.get(k);
            KeyTreeKind tree = k == 0 ? KeyTreeKind.MEMBERS : KeyTreeKind.CHILDREN;
            addTree(tree, k, step.region(), step.leaf(), k == 0 ? 0 : 1);
            nodes.add(new Node(KeyTreeKind.BOTH, k, step.region(), 1, 0, k == 0 ? 0 : 1));
        }
        if (interiorLeaf != RekeyState.NO_LEAF) {
            addTree(KeyTreeKind.INTERIOR, steps.size(), 0, interiorLeaf, 0);
        }
        keys = new KeyEncryptionKey[nodes.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = keyIn(state, nodes.get(i));
        }
    }

    /** Regions on the path. */
    int steps() {
        return steps.size();
    }

    /** Region of a step. */
    int region(int step) {
        return steps.get(step).region();
    }

    /** Leaf of a step, among members at step 0, else among child regions. */
    int leaf(int step) {
        return steps.get(step).leaf();
    }

    /** Step of a region, or {@link #OFF_PATH}. */
    int stepOf(int region) {
        for (int k = 0; k < steps.size(); k++) {
            if (steps.get(k).region() == region) {
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

    /** Nodes with a key, leaves included. */
    int size() {
        return keys.length;
    }

    /** Place of a node among them, or {@link #OFF_PATH}. */
    int find(KeyTreeKind tree, int region, int level, int index) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            if (node.tree == tree && node.level == level && node.index == index && node.region == region) {
                return i;
            }
        }
        return OFF_PATH;
    }

    Node node(int place) {
        return nodes.get(place);
    }

    /** Place of the first node of a step, the interior tree being the step after the last. */
    int first(int step) {
        int place = 0;
        while (place < nodes.size() && nodes.get(place).step < step) {
            place++;
        }
        return place;
    }

    /** Place of the root over the members at home with this one. */
    int membersRoot() {
        return KeyTreeKind.MEMBERS.height();
    }

    /** Place of the key of region 0, the root of the layer. */
    int root() {
        return first(steps.size()) - 1;
    }

    /** Key of a node; holds nothing where the member was not given it. */
    KeyEncryptionKey key(int place) {
        return keys[place];
    }

    /** Puts a key in place of another, which is erased. */
    void replace(int place, KeyEncryptionKey key) {
        keys[place].destroy();
        keys[place] = key;
    }

    private void addTree(KeyTreeKind tree, int step, int region, int leaf, int from) {
        for (int level = from; level <= tree.height(); level++) {
            int child = level == 0 ? 0 : (leaf >> (2 * (level - 1))) & (KeyTreeKind.DEGREE - 1);
            nodes.add(new Node(tree, step, region, level, leaf >> (2 * level), child));
        }
    }

    private static KeyEncryptionKey keyIn(RekeyState state, Node node) {
        for (PathKey key : state.keys()) {
            if (key.tree() == node.tree && key.region() == node.region && key.level() == node.level) {
                return key.key();
            }
        }
        return new KeyEncryptionKey();
    }

    /**
     * A node on the path.
     *
     * @param child which of its children is on the path too
     */
    record Node(KeyTreeKind tree, int step, int region, int level, int index, int child) {

        boolean isLeaf() {
            return level == 0;
        }
    }
}
