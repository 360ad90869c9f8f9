package io.trackmc.keys.controller.tree;

import io.trackmc.keys.controller.log.KeyName;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.rekey.RekeyEntries;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The RegionSecrets of a group, and the entries that bring new ones to whoever holds them. */
final class RegionSecrets {

    private final LayerTree trees;
    private final KeyTree interior;
    private final SecretHolders holders;
    private final Map<Integer, RegionSecret> secrets = new HashMap<>();
    private final Map<Integer, Long> versions = new HashMap<>();
    private final KeyEncryptionKey under = new KeyEncryptionKey();

    RegionSecrets(LayerTree trees, KeyTree interior, SecretHolders holders) {
        this.trees = trees;
        this.interior = interior;
        this.holders = holders;
    }

    RegionSecret of(int region) {
        RegionSecret secret = secrets.get(region);
        if (secret == null) {
            throw new IllegalArgumentException("no secret of region " + Integer.toUnsignedString(region));
        }
        return secret;
    }

    boolean has(int region) {
        return secrets.containsKey(region);
    }

    Map<Integer, RegionSecret> all() {
        return secrets;
    }

    long version(int region) {
        return versions.getOrDefault(region, 0L);
    }

    void put(int region, RegionSecret secret, long version) {
        RegionSecret old = secrets.put(region, secret);
        if (old != null) {
            old.destroy();
        }
        versions.put(region, version);
    }

    /** Writes the entries of all secrets that change. Trees have been renewed, and are still touched. */
    void rotate(RekeyBuild build) {
        Set<Integer> reached = new HashSet<>();
        for (int secretOf : holders.rotating()) {
            if (secrets.containsKey(secretOf)) {
                rotate(secretOf, build, reached);
            }
        }
        reached.stream()
                .sorted(Comparator.comparing(trees::region, Comparator.comparingInt((RegionKeys r) -> r.depth))
                        .thenComparing(r -> r, Integer::compareUnsigned))
                .forEach(region -> announce(trees.region(region), build));
        holders.settle();
    }

    void destroy() {
        secrets.values().forEach(RegionSecret::destroy);
        under.destroy();
    }

    private void rotate(int secretOf, RekeyBuild build, Set<Integer> reached) {
        List<RegionKeys> regions = holders.regionsOf(secretOf).stream().map(trees::region)
                .sorted(Comparator.comparing(r -> r.id, Integer::compareUnsigned)).toList();
        RegionSecret fresh;
        RegionKeys source = firstRenewed(regions);
        if (holdAll(secretOf, regions)) {
            fresh = RegionSecret.generate(build.random());
            underRoot(secretOf, fresh, build);
        } else {
            fresh = source == null ? RegionSecret.generate(build.random()) : derive(source, secretOf, build);
            for (RegionKeys region : regions) {
                underMembers(region, region == source, secretOf, fresh, build);
                reached.add(region.id);
            }
            holders.headsOf(secretOf).stream().sorted(Integer::compareUnsigned)
                    .forEach(head -> underInterior(head, secretOf, fresh, build));
        }
        put(secretOf, fresh, build.sequence);
    }

    private static @Nullable RegionKeys firstRenewed(List<RegionKeys> regions) {
        for (RegionKeys region : regions) {
            if (region.members.isTouched()) {
                return region;
            }
        }
        return null;
    }

    /** Whether every member holds the secret; then it needs no more than one wrap. */
    private boolean holdAll(int secretOf, List<RegionKeys> regions) {
        Set<Integer> heads = holders.headsOf(secretOf);
        Set<Integer> covered = new HashSet<>();
        regions.forEach(r -> covered.add(r.id));
        for (int id : heads) {
            SecretHolders.Head head = holders.head(id);
            if (head != null && trees.region(head.region()).members.size() == 1) {
                covered.add(head.region());
            }
        }
        return covered.size() == trees.inhabited() && !covered.isEmpty();
    }

    private void underRoot(int secretOf, RegionSecret fresh, RekeyBuild build) {
        RegionKeys root = trees.root();
        SliceWriter out = build.slice(root);
        root.both.get(0, under);
        build.wrapUnder(under, fresh, out, out.regionSecret(RekeyEntries.UNDER_BOTH, 0, secretOf));
        tell(build, false, () -> KeyName.node(build.layer(), KeyTreeKind.BOTH, root.id, 1, 0, root.bothVersion),
                secretOf);
    }

    private RegionSecret derive(RegionKeys source, int secretOf, RekeyBuild build) {
        RegionSecret derived = new RegionSecret();
        rootOf(source.members);
        build.schedule().regionSecret(under, build.sequence, secretOf, derived);
        return derived;
    }

    private void underMembers(
            RegionKeys region, boolean derived, int secretOf, RegionSecret fresh, RekeyBuild build) {
        SliceWriter out = build.slice(region);
        int at = out.regionSecret(
                derived ? RekeyEntries.UNDER_NOTHING : RekeyEntries.UNDER_MEMBERS, 0, secretOf);
        if (!derived) {
            rootOf(region.members);
            build.wrapUnder(under, fresh, out, at);
        }
        int top = KeyTreeKind.MEMBERS.height();
        tell(build, derived, () -> KeyName.node(build.layer(), KeyTreeKind.MEMBERS, region.id, top, 0,
                region.members.version(top, 0)), secretOf);
    }

    private void underInterior(int id, int secretOf, RegionSecret fresh, RekeyBuild build) {
        SecretHolders.Head head = holders.head(id);
        if (head == null) {
            return;
        }
        SliceWriter out = build.interior();
        int at = out.regionSecret(RekeyEntries.UNDER_INTERIOR, head.leaf(), secretOf);
        interior.key(0, head.leaf(), under);
        build.wrapUnder(under, fresh, out, at);
        tell(build, false, () -> KeyName.node(build.layer(), KeyTreeKind.INTERIOR, 0, 0, head.leaf(),
                interior.version(0, head.leaf())), secretOf);
    }

    /** Says in each slice above a region, where its key does not change, that there is something below. */
    static void announce(RegionKeys region, RekeyBuild build) {
        for (RegionKeys at = region; at.parent != null && !at.touched && build.announces(at); at = at.parent) {
            build.slice(at.parent).below(at.leafInParent);
        }
    }

    private void rootOf(KeyTree tree) {
        tree.key(tree.kind().height(), 0, under);
    }

    private static void tell(RekeyBuild build, boolean derived, Supplier<String> from, int secretOf) {
        RekeyTrace trace = build.trace();
        if (trace != null) {
            String gives = KeyName.regionSecret(secretOf, build.sequence);
            if (derived) {
                trace.derives(from.get(), gives);
            } else {
                trace.wraps(from.get(), gives);
            }
        }
    }
}
