package io.trackmc.keys.controller.tree;

import static io.trackmc.keys.controller.tree.TestTerms.terms;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.bundle.RekeyState;
import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyTreeKind;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.protect.KeyLayer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A random life of one group of the transport layer: members join, leave and are expelled, each batch makes a rekey, members get its parts in random order, twice and
 * between those of others; a coalition of some who left adds up everything that it ever saw.
 */
final class History {

    private static final long GID = 77;
    private static final int REGIONS = 5;

    private final Random random;
    private final TransportTree tree;
    private final Map<Integer, TestMember<TransportEpoch, GroupAuthKey>> members = new TreeMap<>();
    private final Set<Integer> coalition = new HashSet<>();
    private final Closure closure = new Closure(KeyLayer.TRANSPORT, GID);
    private final List<Closure.Recorded> sent = new ArrayList<>();
    private final Map<Integer, int[]> heldBy = new HashMap<>();
    private final int[] parentOf = new int[REGIONS];
    private final Map<Integer, Consumer<Closure>> snapshots = new HashMap<>();
    private final Map<Integer, Long> firstRekey = new HashMap<>();
    private int nextId = 100;
    private boolean started;

    History(long seed) {
        random = new Random(seed);
        SeededSecureRandom secrets = new SeededSecureRandom(seed);
        tree = TransportTree.create(GID, RekeySigner.generate(secrets), secrets);
    }

    void run() {
        addHead(0);
        for (int region = 1; region < REGIONS; region++) {
            parentOf[region] = random.nextInt(region);
            addHead(region);
        }
        for (int i = 0; i < 8; i++) {
            addReceiver();
        }
        tree.settle();
        started = true;
        heldBy.keySet().forEach(this::enter);
        int rekeys = 1 + random.nextInt(6);
        List<byte[]> undelivered = new ArrayList<>();
        for (int i = 0; i < rekeys; i++) {
            change(undelivered);
        }
        deliver(undelivered);
        checkEverybody();
    }

    /** One batch of events and its rekey. */
    private void change(List<byte[]> undelivered) {
        List<Integer> joined = new ArrayList<>();
        int events = random.nextInt(4);
        int departures = 0;
        for (int i = 0; i < events; i++) {
            int present = heldBy.size() - departures;
            if (random.nextBoolean() && present > 2) {
                departures++;
            } else {
                joined.add(addReceiver());
            }
        }
        for (int i = 0; i < departures; i++) {
            deliver(undelivered);
            remove();
        }
        boolean early = random.nextBoolean();
        if (early) {
            deliver(undelivered);
            joined.stream().filter(heldBy::containsKey).forEach(this::enter);
        }
        Rekey rekey = tree.rekey(terms(), null);
        sent.add(Closure.Recorded.of(rekey, truth(), childRegions()));
        undelivered.add(rekey.header());
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            undelivered.add(rekey.chunk(part));
        }
        if (!early) {
            joined.stream().filter(heldBy::containsKey).forEach(this::enter);
        }
        if (random.nextBoolean()) {
            deliver(undelivered);
        }
        checkCoalition();
    }

    private void addHead(int region) {
        int id = 1 + region;
        int[] parents = region == 0 ? new int[0] : new int[] {parentOf[region], random.nextInt(region)};
        tree.joinHead(id, region, region == 0 ? 0 : parentOf[region], parents);
        heldBy.put(id, concat(region, parents));
    }

    private int addReceiver() {
        int id = nextId++;
        int home = random.nextInt(REGIONS);
        int[] backups = {(home + 1) % REGIONS, 0};
        int[] given = random.nextBoolean() ? backups : new int[] {backups[0]};
        tree.join(id, home, given);
        firstRekey.put(id, started ? tree.sequence() + 1 : 0);
        heldBy.put(id, concat(home, given));
        return id;
    }

    /** The sender stays; it would take the group along. */
    private void remove() {
        List<Integer> candidates = new ArrayList<>(heldBy.keySet());
        candidates.remove(Integer.valueOf(1));
        int id = candidates.get(random.nextInt(candidates.size()));
        if (random.nextBoolean()) {
            tree.expel(id);
        } else {
            tree.leave(id);
        }
        heldBy.remove(id);
        TestMember<TransportEpoch, GroupAuthKey> gone = members.remove(id);
        if (gone != null && random.nextInt(3) > 0) {
            coalition.add(id);
        }
    }

    /** A member is given what its bundle would have, and so is the coalition, of which it may be one some day. */
    private void enter(int id) {
        if (!members.containsKey(id)) {
            members.put(id, TestMember.transport(tree, id, heldBy.get(id)));
            snapshots.put(id, snapshot(id));
        }
    }

    private Consumer<Closure> snapshot(int id) {
        RekeyState state = tree.grant(id);
        TestMember<TransportEpoch, GroupAuthKey> member = members.get(id);
        Map<Integer, RegionSecret> regions = new HashMap<>(member.regions);
        InteriorSecret interior = member.interior;
        GroupAuthKey key = TestMember.copy(tree.epoch().key(), GroupAuthKey::of);
        boolean entitled = firstRekey.getOrDefault(id, 0L) <= tree.sequence();
        return into -> {
            into.give(state);
            regions.forEach((region, secret) -> into.give("secret/" + region, secret));
            if (interior != null) {
                into.give("interior", interior);
            }
            if (entitled) {
                into.give("epoch", key);
            }
        };
    }

    /** Every member gets everything that is under way, in an order of its own, some of it twice. */
    private void deliver(List<byte[]> undelivered) {
        for (TestMember<TransportEpoch, GroupAuthKey> member : members.values()) {
            List<byte[]> parts = new ArrayList<>(undelivered);
            for (int i = 0; i < undelivered.size() / 3; i++) {
                parts.add(undelivered.get(random.nextInt(undelivered.size())));
            }
            Collections.shuffle(parts, random);
            // Chunks whose header is not known yet are dropped and come again, as over the network.
            for (int round = 0; round < 2; round++) {
                for (byte[] part : parts) {
                    member.take(part);
                    if (random.nextInt(4) == 0) {
                        member.changeOver();
                    }
                }
            }
            member.changeOver();
            assertThat(member.rekeys.applied()).as("member %d", member.id).isEqualTo(tree.sequence());
        }
        undelivered.clear();
    }

    private void checkEverybody() {
        for (TestMember<TransportEpoch, GroupAuthKey> member : members.values()) {
            assertThat(member.key).as("epoch of member %d", member.id).isEqualTo(tree.epoch().key());
            member.regions.forEach((region, secret) -> assertThat(secret)
                    .as("region %d of member %d", region, member.id).isEqualTo(tree.regionSecret(region)));
            if (member.interior != null) {
                assertThat(member.interior).isEqualTo(tree.interiorSecret());
            }
        }
    }

    private void checkCoalition() {
        coalition.forEach(id -> snapshots.get(id).accept(closure));
        closure.read(sent);
        Set<String> values = closure.values();
        truth().forEach((name, value) -> {
            if (values.contains(value)) {
                throw new AssertionError(
                        name + " after rekey " + tree.sequence() + " is known to coalition " + coalition);
            }
        });
    }

    /** What anybody inside finds with the same means, so that the check of the coalition is worth something. */
    void checkThatAMemberFindsTheEpoch() {
        int id = members.keySet().iterator().next();
        Closure inside = new Closure(KeyLayer.TRANSPORT, GID);
        snapshots.get(id).accept(inside);
        inside.read(sent);
        assertThat(inside.values()).contains(truth().get("epoch"));
    }

    /** Whoever came late finds no epoch from before. */
    void checkThatJoinersFindNothingOlder() {
        List<Integer> late = members.keySet().stream().filter(id -> firstRekey.getOrDefault(id, 0L) > 1).toList();
        if (!late.isEmpty()) {
            int id = late.get(random.nextInt(late.size()));
            Closure inside = new Closure(KeyLayer.TRANSPORT, GID);
            snapshots.get(id).accept(inside);
            inside.read(sent);
            long from = firstRekey.get(id);
            for (Closure.Recorded rekey : sent) {
                if (rekey.sequence() < from) {
                    assertThat(inside.values())
                            .as("epoch %d for member %d, which came at %d", rekey.sequence(), id, from)
                            .doesNotContain(rekey.truth().get("epoch"));
                }
            }
        }
    }

    private Map<String, String> truth() {
        Map<String, String> truth = new HashMap<>();
        KeyEncryptionKey key = new KeyEncryptionKey();
        for (RegionKeys region : tree.trees.regions()) {
            put(truth, region.members, region.id, key);
            put(truth, region.children(), region.id, key);
            if (region.exists) {
                region.both.get(0, key);
                truth.put(Closure.node(KeyTreeKind.BOTH, region.id, 1, 0), Closure.hex(key));
            }
            truth.put("secret/" + region.id, Closure.hex(tree.regionSecret(region.id)));
        }
        put(truth, tree.interior, 0, key);
        truth.put("interior", Closure.hex(tree.interiorSecret()));
        truth.put("epoch", Closure.hex(tree.epoch().key()));
        return truth;
    }

    private static void put(Map<String, String> truth, KeyTree tree, int region, KeyEncryptionKey key) {
        for (int level = 0; level <= tree.kind().height(); level++) {
            for (int i = 0; tree.slot(level, i) < tree.slots() && i < tree.capacity(); i++) {
                if (tree.has(level, i)) {
                    tree.key(level, i, key);
                    truth.put(Closure.node(tree.kind(), region, level, i), Closure.hex(key));
                }
            }
        }
    }

    private Map<String, Integer> childRegions() {
        Map<String, Integer> ids = new HashMap<>();
        for (RegionKeys region : tree.trees.regions()) {
            if (region.parent != null) {
                ids.put(region.parent.id + "/" + region.leafInParent, region.id);
            }
        }
        return ids;
    }

    private static int[] concat(int first, int[] rest) {
        Set<Integer> all = new HashSet<>();
        all.add(first);
        for (int r : rest) {
            all.add(r);
        }
        return all.stream().mapToInt(Integer::intValue).toArray();
    }
}
