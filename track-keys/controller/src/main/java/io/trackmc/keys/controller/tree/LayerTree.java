package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.bundle.PathKey;
import io.trackmc.keys.transport.bundle.PathStep;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.proto.wire.RekeyChunk;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The regions of one layer and the members at home in them. Events change the trees at once and touch what must be renewed; {@link #renew} gives all
 * that is touched its new keys.
 */
final class LayerTree {

    /** Most bytes of a NODE: with all children but one, or all four, wrapped. */
    private static final int NODE_BYTES = 164;

    private static final int MAX_DEPTH = 32;
    private static final int ROOT = 0;

    private final SecureRandom random;
    private final Map<Integer, RegionKeys> regions = new HashMap<>();
    private final MemberIndex members = new MemberIndex();
    private final Set<RegionKeys> touched = new HashSet<>();
    private final KeyEncryptionKey scratch = new KeyEncryptionKey();
    private long touchedBytes;
    private int inhabited;
    private boolean departed;

    /** With region 0 and nobody in it. */
    LayerTree(SecureRandom random) {
        this.random = random;
        regions.put(ROOT, new RegionKeys(ROOT, null, 0));
    }

    RegionKeys root() {
        return region(ROOT);
    }

    /** The region of that id. */
    RegionKeys region(int id) {
        RegionKeys found = regions.get(id);
        if (found == null) {
            throw new IllegalArgumentException("no region " + Integer.toUnsignedString(id));
        }
        return found;
    }

    boolean hasRegion(int id) {
        return regions.containsKey(id);
    }

    Collection<RegionKeys> regions() {
        return regions.values();
    }

    MemberIndex members() {
        return members;
    }

    /** Adds a region whose head is at home in another. */
    RegionKeys addRegion(int id, int parent) {
        RegionKeys above = region(parent);
        if (above.depth >= MAX_DEPTH) {
            throw new IllegalArgumentException("at most " + MAX_DEPTH + " regions above each other");
        }
        if (hasRegion(id)) {
            throw new IllegalArgumentException("region " + Integer.toUnsignedString(id) + " is there already");
        }
        RegionKeys added = new RegionKeys(id, above, above.addChild(id));
        regions.put(id, added);
        return added;
    }

    /** Gives a member a leaf with a fresh key in its home region. */
    void join(int member, int home, int version) {
        if (departed) {
            // A place that is taken again would hold another key under the same name.
            throw new IllegalStateException("members left since the last rekey: make the next one first");
        }
        if (member == 0 || members.contains(member)) {
            throw new IllegalArgumentException(
                    "node " + Integer.toUnsignedString(member) + " is a member already, or nobody");
        }
        RegionKeys region = region(home);
        inhabited += region.members.isEmpty() ? 1 : 0;
        int leaf = region.members.take(scratch, random, version);
        members.put(member, home, leaf);
        touchAbove(region, leaf, version);
    }

    /** Takes its leaf away; returns its home region. */
    RegionKeys remove(int member, int version) {
        RegionKeys region = region(members.region(member));
        int leaf = members.leaf(member);
        departed = true;
        members.remove(member);
        region.members.free(leaf);
        inhabited -= region.members.isEmpty() ? 1 : 0;
        touchAbove(region, leaf, version);
        return region;
    }

    /** Regions in which somebody is at home. */
    int inhabited() {
        return inhabited;
    }

    /** After what was stored has been read. */
    void countInhabited() {
        inhabited = (int) regions.values().stream().filter(r -> !r.members.isEmpty()).count();
    }

    boolean isTouched() {
        return !touched.isEmpty();
    }

    /** Chunks that touched nodes fill at most. */
    long chunkBound() {
        return touchedBytes / (RekeyChunk.MAX_LENGTH - RekeyChunk.FIXED_LENGTH - NODE_BYTES) + touched.size();
    }

    /** Renews all that is touched, regions farthest from the root first. */
    void renew(RekeyBuild build) {
        List<RegionKeys> ordered = new ArrayList<>(touched);
        ordered.sort(Comparator.comparingInt((RegionKeys r) -> r.depth).reversed().thenComparing(r -> r.id,
                Integer::compareUnsigned));
        ordered.forEach(build::renew);
    }

    /** What was touched is done. */
    void settle() {
        touched.forEach(RegionKeys::settle);
        touched.clear();
        touchedBytes = 0;
        departed = false;
    }

    /** From a member's home region up to region 0. */
    List<PathStep> path(int member) {
        List<PathStep> path = new ArrayList<>();
        int leaf = members.leaf(member);
        for (RegionKeys region = region(members.region(member)); region != null; region = region.parent) {
            path.add(new PathStep(region.id, leaf));
            leaf = region.leafInParent;
        }
        return path;
    }

    /** Touches everything above every member of a region, so that whoever learnt a key there has none of them any more. */
    void touchAll(int id, int version) {
        RegionKeys region = region(id);
        for (int leaf = region.members.nextLeaf(0); leaf >= 0; leaf = region.members.nextLeaf(leaf + 1)) {
            touchAbove(region, leaf, version);
        }
    }

    /** Keys of nodes above a member that are not waiting to be renewed, and of its leaf. */
    List<PathKey> keys(int member) {
        List<PathKey> keys = new ArrayList<>();
        forEachGiven(member, (tree, region, level, index, _, key) -> keys
                .add(new PathKey(tree, region, level, index, copy(key))));
        return keys;
    }

    /** Takes each node whose key a member is given. */
    @FunctionalInterface
    interface GivenNodes {

        /**
         * Takes one.
         *
         * @param version rekey in which its key came
         * @param key copies it
         */
        void node(KeyTreeKind tree, int region, int level, int index, long version, Consumer<KeyEncryptionKey> key);
    }

    void forEachGiven(int member, GivenNodes to) {
        boolean home = true;
        for (PathStep step : path(member)) {
            RegionKeys region = region(step.region());
            forEachAbove(home ? region.members : region.children(), region.id, step.leaf(), home ? 0 : 1, to);
            if (!region.touched) {
                to.node(KeyTreeKind.BOTH, region.id, 1, 0, region.bothVersion, into -> region.both.get(0, into));
            }
            home = false;
        }
    }

    /** Takes the nodes of one tree from a leaf up. */
    static void forEachAbove(KeyTree tree, int region, int leaf, int from, GivenNodes to) {
        for (int level = from; level <= tree.kind().height(); level++) {
            int at = level;
            int index = leaf >> (2 * level);
            if (level == 0 || !tree.isTouched(level, index)) {
                to.node(tree.kind(), region, level, index, tree.version(level, index),
                        into -> tree.key(at, index, into));
            }
        }
    }

    static KeyEncryptionKey copy(Consumer<KeyEncryptionKey> key) {
        KeyEncryptionKey copy = new KeyEncryptionKey();
        key.accept(copy);
        return copy;
    }

    void destroy() {
        regions.values().forEach(RegionKeys::destroy);
        scratch.destroy();
    }

    private void touchAbove(RegionKeys region, int leaf, int version) {
        touchedBytes += (long) NODE_BYTES * region.members.touchAbove(leaf);
        touchBoth(region, version);
    }

    /** What is above both trees of a region, and above that. */
    private void touchBoth(RegionKeys region, int version) {
        if (region.isEmpty()) {
            vanish(region, version);
            return;
        }
        boolean known = region.exists && region.touched;
        if (!region.exists) {
            region.exists = true;
            region.both.generate(0, scratch, random);
            region.bothVersion = version;
        }
        region.touched = true;
        touched.add(region);
        touchedBytes += known ? 0 : NODE_BYTES;
        RegionKeys parent = region.parent;
        if (parent == null || known) {
            return;
        }
        KeyTree children = parent.children();
        if (!children.has(0, region.leafInParent)) {
            region.both.get(0, scratch);
            children.put(region.leafInParent, scratch, new KeyEncryptionKey(), random, version);
        }
        children.touchLeaf(region.leafInParent);
        touchedBytes += (long) NODE_BYTES * children.touchAbove(region.leafInParent);
        touchBoth(parent, version);
    }

    private void vanish(RegionKeys region, int version) {
        region.settle();
        touched.remove(region);
        region.both.erase(0);
        boolean existed = region.exists;
        region.exists = false;
        RegionKeys parent = region.parent;
        if (existed && parent != null) {
            parent.children().free(region.leafInParent);
            touchedBytes += (long) NODE_BYTES * parent.children().touchAbove(region.leafInParent);
            touchBoth(parent, version);
        }
    }
}
