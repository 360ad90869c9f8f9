package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.SecretTable;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;

/**
 * One key tree of degree 4. A node exists only above a leaf that is taken; leaves never move. Nodes lie level by level in one array, so that a million of
 * them cost a million keys and not a million objects.
 *
 * <p>A node is <em>touched</em> when something below it has changed since the last rekey: it gets a new key in the next one.
 */
final class KeyTree {

    private static final int SHIFT = 2;
    private static final int CHILDREN = KeyTreeKind.DEGREE;

    /** A tree begins with room for this many leaves. */
    private static final int FIRST_CAPACITY = 4;

    private final KeyTreeKind kind;
    private int[] first;
    private SecretTable keys;
    private int[] versions;
    private BitSet present = new BitSet();
    private BitSet touched = new BitSet();

    KeyTree(KeyTreeKind kind) {
        this.kind = kind;
        first = layout(kind, FIRST_CAPACITY);
        keys = new SecretTable(slots());
        versions = new int[slots()];
    }

    KeyTreeKind kind() {
        return kind;
    }

    /** Slot of a node. */
    int slot(int level, int index) {
        return first[level] + index;
    }

    boolean has(int level, int index) {
        return index < first[level + 1] - first[level] && present.get(slot(level, index));
    }

    boolean isTouched(int level, int index) {
        return touched.get(slot(level, index));
    }

    boolean isTouched() {
        return touched.get(slot(kind.height(), 0));
    }

    boolean isEmpty() {
        return !present.get(slot(kind.height(), 0));
    }

    /** Leaves that are taken. */
    int size() {
        return present.get(0, first[1]).cardinality();
    }

    void key(int level, int index, KeyEncryptionKey into) {
        keys.get(slot(level, index), into);
    }

    /** Number of the rekey in which the node got its key; 0 in the beginning. */
    int version(int level, int index) {
        return versions[slot(level, index)];
    }

    void replace(int level, int index, KeyEncryptionKey key, int version) {
        keys.put(slot(level, index), key);
        versions[slot(level, index)] = version;
    }

    /**
     * Takes the lowest free leaf, with a fresh key.
     *
     * @throws IllegalStateException when there is none
     */
    int take(KeyEncryptionKey scratch, SecureRandom random, int version) {
        int leaf = Math.min(present.nextClearBit(0), first[1]);
        takeAt(leaf);
        keys.generate(leaf, scratch, random);
        versions[leaf] = version;
        fillAbove(leaf, scratch, random, version);
        return leaf;
    }

    /** Takes a leaf whose key another tree has. */
    void put(int leaf, KeyEncryptionKey key, KeyEncryptionKey scratch, SecureRandom random, int version) {
        takeAt(leaf);
        keys.put(leaf, key);
        versions[leaf] = version;
        fillAbove(leaf, scratch, random, version);
    }

    /** Frees a leaf and erases its key; nodes that have no leaf any more cease to exist. */
    void free(int leaf) {
        int index = leaf;
        for (int level = 0; level <= kind.height(); level++, index >>= SHIFT) {
            if (level > 0 && existing(level, index) != 0) {
                break;
            }
            int slot = slot(level, index);
            present.clear(slot);
            touched.clear(slot);
            keys.erase(slot);
        }
    }

    /** Touches every node above a leaf that exists. Returns how many were not touched before. */
    int touchAbove(int leaf) {
        int fresh = 0;
        for (int level = 1; level <= kind.height(); level++) {
            int slot = slot(level, leaf >> (SHIFT * level));
            if (present.get(slot) && !touched.get(slot)) {
                touched.set(slot);
                fresh++;
            }
        }
        return fresh;
    }

    /** Marks a leaf whose key has changed, of a tree whose leaves are keys of others. */
    void touchLeaf(int leaf) {
        touched.set(leaf);
    }

    /** Next touched node of a level, from an index on; -1 none. */
    int nextTouched(int level, int from) {
        int slot = touched.nextSetBit(slot(level, from));
        return slot < 0 || slot >= first[level + 1] ? -1 : slot - first[level];
    }

    /** Next leaf that is taken; -1 none. */
    int nextLeaf(int from) {
        int leaf = present.nextSetBit(from);
        return leaf < 0 || leaf >= first[1] ? -1 : leaf;
    }

    /** Which children of a node exist: bit i the i-th. */
    int existing(int level, int index) {
        return mask(present, level - 1, index);
    }

    /** Which of them are touched. */
    int changed(int level, int index) {
        return mask(touched, level - 1, index);
    }

    /** What was touched is done. */
    void settle() {
        touched.clear();
    }

    void destroy() {
        keys.destroy();
    }

    int capacity() {
        return first[1];
    }

    SecretTable keys() {
        return keys;
    }

    int[] versions() {
        return versions;
    }

    BitSet present() {
        return present;
    }

    int slots() {
        return first[kind.height() + 1];
    }

    /** For what was stored: makes room for so many leaves. */
    void reserve(int capacity) {
        if (capacity > first[1]) {
            grow(capacity);
        }
    }

    private int mask(BitSet set, int childLevel, int parent) {
        int from = first[childLevel] + parent * CHILDREN;
        int end = Math.min(from + CHILDREN, first[childLevel + 1]);
        int mask = 0;
        for (int i = from; i < end; i++) {
            mask |= set.get(i) ? 1 << (i - from) : 0;
        }
        return mask;
    }

    private void takeAt(int leaf) {
        if (leaf >= kind.leaves()) {
            throw new IllegalStateException("a tree of " + kind.text() + " has room for " + kind.leaves());
        }
        if (leaf >= first[1]) {
            grow(Math.min(kind.leaves(), Math.max(leaf + 1, first[1] + first[1] / 2)));
        }
        present.set(leaf);
    }

    /** Gives nodes above a leaf that did not exist a fresh key, and touches all of them. */
    private void fillAbove(int leaf, KeyEncryptionKey scratch, SecureRandom random, int version) {
        for (int level = 1; level <= kind.height(); level++) {
            int slot = slot(level, leaf >> (SHIFT * level));
            if (!present.get(slot)) {
                present.set(slot);
                keys.generate(slot, scratch, random);
                versions[slot] = version;
            }
        }
    }

    private void grow(int leaves) {
        int capacity = (leaves + CHILDREN - 1) / CHILDREN * CHILDREN;
        int[] wider = layout(kind, capacity);
        int slots = wider[kind.height() + 1];
        SecretTable moved = new SecretTable(slots);
        int[] movedVersions = new int[slots];
        BitSet movedPresent = new BitSet(slots);
        BitSet movedTouched = new BitSet(slots);
        for (int level = 0; level <= kind.height(); level++) {
            int count = first[level + 1] - first[level];
            moved.copy(keys, first[level], wider[level], count);
            System.arraycopy(versions, first[level], movedVersions, wider[level], count);
            move(present, movedPresent, first[level], wider[level], count);
            move(touched, movedTouched, first[level], wider[level], count);
        }
        keys.destroy();
        first = wider;
        keys = moved;
        versions = movedVersions;
        present = movedPresent;
        touched = movedTouched;
    }

    private static void move(BitSet from, BitSet to, int fromSlot, int toSlot, int count) {
        for (int i = from.nextSetBit(fromSlot); i >= 0 && i < fromSlot + count; i = from.nextSetBit(i + 1)) {
            to.set(i - fromSlot + toSlot);
        }
    }

    /** First slot of each level, and behind the last. */
    private static int[] layout(KeyTreeKind kind, int capacity) {
        int[] starts = new int[kind.height() + 2];
        int width = capacity;
        for (int level = 0; level <= kind.height(); level++) {
            starts[level + 1] = starts[level] + width;
            width = (width + CHILDREN - 1) / CHILDREN;
        }
        return starts;
    }

    @Override
    public String toString() {
        return kind.text() + " " + size() + " of " + Arrays.toString(first);
    }
}
