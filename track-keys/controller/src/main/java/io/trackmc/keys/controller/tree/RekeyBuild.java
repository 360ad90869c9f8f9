package io.trackmc.keys.controller.tree;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.keys.transport.key.TreeKeySchedule;
import io.trackmc.keys.transport.rekey.RekeyEntries;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One rekey while it is being made: gives touched nodes their new keys, from the leaves up, and writes the entries that tell them.
 *
 * <p>A node's new key follows from that of its lowest changed child; without one it is random. It is wrapped under the key of every other child,
 * which is that child's new key if it has one.
 */
final class RekeyBuild {

    final long sequence;
    private final KeyLayer layer;
    private final TreeKeySchedule schedule;
    private final Wraps wraps;
    private final SecureRandom random;
    private final @Nullable RekeyTrace trace;
    private final Map<Integer, Slice> slices = new HashMap<>();
    private final Set<Integer> announced = new HashSet<>();
    private final KeyEncryptionKey fresh = new KeyEncryptionKey();
    private final KeyEncryptionKey child = new KeyEncryptionKey();

    RekeyBuild(long sequence, KeyLayer layer, long gid, SecureRandom random, @Nullable RekeyTrace trace) {
        this.sequence = sequence;
        this.layer = layer;
        this.random = random;
        this.trace = trace;
        schedule = new TreeKeySchedule(layer, gid);
        wraps = new Wraps(layer, gid);
    }

    /** Slices in the order of the wire: from the root down, the interior slice last. Nothing more is added to them. */
    List<SliceWriter> slices() {
        wraps.finish();
        List<Slice> ordered = new ArrayList<>(slices.values());
        ordered.sort(Comparator.comparingInt(Slice::depth)
                .thenComparing(s -> s.writer.region, Integer::compareUnsigned));
        return ordered.stream().map(Slice::writer).toList();
    }

    /** The slice of a region. */
    SliceWriter slice(RegionKeys region) {
        return slices.computeIfAbsent(region.id, _ -> new Slice(region.depth,
                new SliceWriter(region.id, region.parent == null ? region.id : region.parent.id))).writer;
    }

    /** The slice of sender and repair heads. */
    SliceWriter interior() {
        return slices.computeIfAbsent(KeyUpdates.INTERIOR_SLICE, id -> new Slice(Integer.MAX_VALUE,
                new SliceWriter(id, id))).writer;
    }

    /** Whether a region whose key does not change is announced for the first time. */
    boolean announces(RegionKeys region) {
        return announced.add(region.id);
    }

    boolean hasInterior() {
        return slices.containsKey(KeyUpdates.INTERIOR_SLICE);
    }

    /** Renews a region: members, child regions, and what is above both. */
    void renew(RegionKeys region) {
        SliceWriter out = slice(region);
        if (!region.members.isEmpty() && region.members.isTouched()) {
            renew(region.members, region, out);
        }
        if (region.hasChildren() && region.children().isTouched()) {
            renew(region.children(), region, out);
        }
        renewBoth(region, out);
        RegionKeys parent = region.parent;
        if (parent != null) {
            region.both.get(0, fresh);
            parent.children().replace(0, region.leafInParent, fresh, region.bothVersion);
        }
    }

    /** Renews the interior tree. */
    void renewInterior(KeyTree tree) {
        renew(tree, null, interior());
    }

    /** Wraps the key of the new epoch under the key of region 0. */
    void writeEpoch(RegionKeys root, Secret key, long epoch) {
        SliceWriter out = slice(root);
        int at = out.wrapped(RekeyEntries.EPOCH, hasInterior() ? RekeyEntries.HAS_INTERIOR : 0);
        root.both.get(0, child);
        wrapUnder(child, key, out, at);
        if (trace != null) {
            trace.wraps(KeyName.node(layer, KeyTreeKind.BOTH, root.id, 1, 0, root.bothVersion),
                    KeyName.epoch(layer, epoch));
        }
    }

    /** Writes a secret wrapped under a key that was derived or read before; it is there when {@link #slices} are asked for. */
    void wrapUnder(KeyEncryptionKey under, Secret secret, SliceWriter out, int at) {
        wraps.add(under, secret, out, at);
    }

    TreeKeySchedule schedule() {
        return schedule;
    }

    SecureRandom random() {
        return random;
    }

    KeyLayer layer() {
        return layer;
    }

    @Nullable
    RekeyTrace trace() {
        return trace;
    }

    /** Erases what is left in scratch space. */
    void close() {
        wraps.close();
        fresh.destroy();
        child.destroy();
    }

    private void renew(KeyTree tree, @Nullable RegionKeys region, SliceWriter out) {
        int id = region == null ? 0 : region.id;
        for (int level = 1; level <= tree.kind().height(); level++) {
            for (int i = tree.nextTouched(level, 0); i >= 0; i = tree.nextTouched(level, i + 1)) {
                renewNode(tree, id, level, i, out);
                if (trace != null) {
                    traceNode(trace, tree, region, level, i);
                }
                tree.replace(level, i, fresh, (int) sequence);
            }
        }
    }

    private void renewNode(KeyTree tree, int region, int level, int index, SliceWriter out) {
        int existing = tree.existing(level, index);
        int changed = tree.changed(level, index);
        int from = lowest(changed);
        if (from >= 0) {
            tree.key(level - 1, index * KeyTreeKind.DEGREE + from, child);
            schedule.upwardKey(child, sequence, tree.kind().code(), region, level, index, fresh);
        } else {
            randomKey();
        }
        int at = out.node(tree.kind(), level, existing, changed, index);
        for (int i = 0; i < KeyTreeKind.DEGREE; i++) {
            if (((existing >> i) & 1) == 1 && i != from) {
                tree.key(level - 1, index * KeyTreeKind.DEGREE + i, child);
                wrapUnder(child, fresh, out, at);
                at += KeyWrap.LENGTH;
            }
        }
    }

    private void renewBoth(RegionKeys region, SliceWriter out) {
        int existing = region.existing();
        int changed = region.changed();
        int from = lowest(changed);
        if (from >= 0) {
            rootOf(region, from, child);
            schedule.upwardKey(child, sequence, KeyTreeKind.BOTH.code(), region.id, 1, 0, fresh);
        } else {
            randomKey();
        }
        int at = out.node(KeyTreeKind.BOTH, 1, existing, changed, 0);
        for (int i = 0; i < 2; i++) {
            if (((existing >> i) & 1) == 1 && i != from) {
                rootOf(region, i, child);
                wrapUnder(child, fresh, out, at);
                at += KeyWrap.LENGTH;
            }
        }
        region.both.put(0, fresh);
        region.bothVersion = (int) sequence;
        if (trace != null) {
            traceBoth(trace, region, existing, from);
        }
    }

    private void randomKey() {
        KeyEncryptionKey made = KeyEncryptionKey.generate(random);
        fresh.take(made);
    }

    private static void rootOf(RegionKeys region, int side, KeyEncryptionKey into) {
        KeyTree tree = side == 0 ? region.members : region.children();
        tree.key(tree.kind().height(), 0, into);
    }

    private static int lowest(int mask) {
        return mask == 0 ? -1 : Integer.numberOfTrailingZeros(mask);
    }

    private void traceNode(RekeyTrace to, KeyTree tree, @Nullable RegionKeys region, int level, int index) {
        int id = region == null ? 0 : region.id;
        String gives = KeyName.node(layer, tree.kind(), id, level, index, sequence);
        int from = lowest(tree.changed(level, index));
        for (int i = 0; i < KeyTreeKind.DEGREE; i++) {
            int below = index * KeyTreeKind.DEGREE + i;
            if (((tree.existing(level, index) >> i) & 1) == 1) {
                String under = level == 1 && tree.kind() == KeyTreeKind.CHILDREN && region != null
                        ? nameOfChildRegion(region, below, tree.version(0, below))
                        : KeyName.node(layer, tree.kind(), id, level - 1, below, tree.version(level - 1, below));
                tell(to, i == from, under, gives);
            }
        }
    }

    private void traceBoth(RekeyTrace to, RegionKeys region, int existing, int from) {
        String gives = KeyName.node(layer, KeyTreeKind.BOTH, region.id, 1, 0, sequence);
        for (int i = 0; i < 2; i++) {
            if (((existing >> i) & 1) == 1) {
                KeyTree tree = i == 0 ? region.members : region.children();
                int top = tree.kind().height();
                tell(to, i == from,
                        KeyName.node(layer, tree.kind(), region.id, top, 0, tree.version(top, 0)), gives);
            }
        }
    }

    /** A leaf over child regions is the key above both trees of that region, and has its name. */
    private String nameOfChildRegion(RegionKeys region, int leaf, int version) {
        return KeyName.node(layer, KeyTreeKind.BOTH, region.childAt(leaf), 1, 0, version);
    }

    private static void tell(RekeyTrace to, boolean derived, String from, String gives) {
        if (derived) {
            to.derives(from, gives);
        } else {
            to.wraps(from, gives);
        }
    }

    private record Slice(int depth, SliceWriter writer) {}
}
