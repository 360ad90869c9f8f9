package io.trackmc.sim.rekey;

import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * When authorities change keys in a run, whom they expel, and which repair heads keep rekeys from those below them.
 *
 * @param rekeys in the order of time
 * @param lies by node id
 */
public record RekeyPlan(List<Rekey> rekeys, Map<Integer, RekeyLie> lies) {

    private static final long MS = 1_000_000;
    /** Who has only just registered, and is not bound yet, would often be left behind at once. */
    private static final long FIRST_NS = 500 * MS;
    /** Of rekeys that leave much time: about what a node needs to find another parent. */
    private static final long APART_NS = 1_500_000_000L;
    /** No more of a layer than caches hold: who missed more has to register again. */
    private static final int MAX_REKEYS = 14;
    private static final int MAX_EXPELLED = 2;

    /** No rekeys. */
    public static final RekeyPlan NONE = new RekeyPlan(List.of());

    /** Where all repair heads are honest. */
    public RekeyPlan(List<Rekey> rekeys) {
        this(rekeys, Map.of());
    }

    /** One rekey. */
    public record Rekey(long atNs, KeyLayer layer, KeyChange change, Set<Integer> expelled) {}

    /**
     * Draws rekeys of both layers until {@code horizonNs}, some of which expel a node.
     *
     * @param leaving nodes that leave in order: on these nobody can rely when another lies
     */
    public static RekeyPlan draw(Topology topology, BitSet leaving, long horizonNs, Seed seed) {
        RandomGenerator random = seed.generator();
        int count = 1 + random.nextInt(MAX_REKEYS);
        BitSet expelled = expelled(topology, random);
        Map<Integer, RekeyLie> lies = lies(topology, useless(expelled, leaving), seed.child("lies").generator());
        long meanNs = Math.max(MS, horizonNs / count);
        List<Rekey> rekeys = new ArrayList<>();
        long atNs = FIRST_NS;
        while (rekeys.size() < count && atNs < horizonNs) {
            atNs += 1 + random.nextLong(2 * meanNs);
            int next = expelled.nextSetBit(0);
            boolean expels = next >= 0 && random.nextInt(Math.max(1, count / 2)) == 0;
            KeyLayer layer = random.nextBoolean() ? KeyLayer.TRANSPORT : KeyLayer.CONTENT;
            Set<Integer> out = expels ? new TreeSet<>(Set.of(next)) : Set.of();
            rekeys.add(new Rekey(atNs, layer, change(random), out));
            if (expels) {
                KeyLayer other = layer == KeyLayer.CONTENT ? KeyLayer.TRANSPORT : KeyLayer.CONTENT;
                rekeys.add(new Rekey(atNs, other, change(random), out));
                expelled.clear(next);
            }
        }
        return new RekeyPlan(rekeys, lies);
    }

    /** Draws a few rekeys, seconds apart, whose epochs are used when all have them, long before they must be, while the one before is understood for a short time only. */
    public static RekeyPlan drawLong(Topology topology, long horizonNs, Seed seed) {
        RandomGenerator random = seed.generator();
        BitSet drawn = expelled(topology, random);
        BitSet expelled = reaches(topology, drawn) ? drawn : new BitSet();
        List<Rekey> rekeys = new ArrayList<>();
        for (long atNs = FIRST_NS; atNs < horizonNs; atNs += APART_NS + random.nextLong(APART_NS)) {
            int next = random.nextBoolean() ? expelled.nextSetBit(0) : -1;
            Set<Integer> out = next >= 0 ? Set.of(next) : Set.of();
            rekeys.add(new Rekey(atNs, KeyLayer.TRANSPORT, longChange(random), out));
            if (next >= 0 || random.nextBoolean()) {
                rekeys.add(new Rekey(atNs, KeyLayer.CONTENT, longChange(random), out));
            }
            if (next >= 0) {
                expelled.clear(next);
            }
        }
        return new RekeyPlan(rekeys);
    }

    /** All whom these rekeys expel. */
    public BitSet expelled() {
        BitSet all = new BitSet();
        rekeys.forEach(rekey -> rekey.expelled().forEach(all::set));
        return all;
    }

    private static KeyChange change(RandomGenerator random) {
        long notBefore = random.nextInt(20);
        long hard = notBefore + 100 + random.nextInt(900);
        return new KeyChange(notBefore * MS, hard * MS, (100 + random.nextInt(1900)) * MS);
    }

    private static KeyChange longChange(RandomGenerator random) {
        return new KeyChange(random.nextInt(20) * MS, (5_000 + random.nextInt(20_000)) * MS,
                (100 + random.nextInt(500)) * MS);
    }

    /** Nobody is left without a parent, whoever of these is expelled in the end. */
    private static BitSet expelled(Topology topology, RandomGenerator random) {
        BitSet expelled = new BitSet();
        int tries = random.nextInt(MAX_EXPELLED + 1);
        for (int i = 0; i < tries; i++) {
            int node = 2 + random.nextInt(topology.places().size() - 1);
            expelled.set(node);
            expelled.set(node, !leavesOrphans(topology, expelled));
        }
        return expelled;
    }

    /**
     * In half of all runs a repair head lies, if there is one on which others depend first, and if whoever is kept behind knows one that has an honest way
     * to the sender, and stays.
     */
    private static Map<Integer, RekeyLie> lies(Topology topology, BitSet useless, RandomGenerator random) {
        int[] heads = topology.ids(Place.Role.REPAIR_HEAD).stream()
                .filter(head -> isFirstOfSomebody(topology, head) && reaches(topology, and(useless, head))).toArray();
        if (heads.length == 0 || random.nextBoolean()) {
            return Map.of();
        }
        RekeyLie lie = RekeyLie.values()[random.nextInt(RekeyLie.values().length)];
        return Map.of(heads[random.nextInt(heads.length)], lie);
    }

    private static boolean isFirstOfSomebody(Topology topology, int head) {
        return topology.places().stream()
                .anyMatch(place -> place.role() != Place.Role.SENDER && place.parents().getFirst() == head);
    }

    private static BitSet useless(BitSet expelled, BitSet leaving) {
        BitSet useless = (BitSet) expelled.clone();
        useless.or(leaving);
        return useless;
    }

    private static BitSet and(BitSet useless, int rogue) {
        BitSet avoided = (BitSet) useless.clone();
        avoided.set(rogue);
        return avoided;
    }

    /** Whether there is a way from the sender to everybody that leads through none of these. */
    private static boolean reaches(Topology topology, BitSet avoided) {
        BitSet reached = new BitSet();
        reached.set(Topology.SENDER);
        for (int before = 0; before != reached.cardinality();) {
            before = reached.cardinality();
            topology.places().stream()
                    .filter(place -> place.parents().stream()
                            .anyMatch(parent -> reached.get(parent) && !avoided.get(parent)))
                    .forEach(place -> reached.set(place.id()));
        }
        return reached.cardinality() == topology.places().size();
    }

    private static boolean leavesOrphans(Topology topology, BitSet useless) {
        return topology.places().stream()
                .anyMatch(place -> place.role() != Place.Role.SENDER
                        && place.parents().stream().allMatch(useless::get));
    }
}
