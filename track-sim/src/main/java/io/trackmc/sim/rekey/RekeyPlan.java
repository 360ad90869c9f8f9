package io.trackmc.sim.rekey;

import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * When authorities change keys in a run, and whom they expel.
 *
 * @param rekeys in the order of time
 */
public record RekeyPlan(List<Rekey> rekeys) {

    private static final long MS = 1_000_000;
    /** Who has only just registered, and is not bound yet, would often be left behind at once. */
    private static final long FIRST_NS = 500 * MS;
    /** No more of a layer than caches hold: who missed more has to register again. */
    private static final int MAX_REKEYS = 14;
    private static final int MAX_EXPELLED = 2;

    /** No rekeys. */
    public static final RekeyPlan NONE = new RekeyPlan(List.of());

    /** One rekey. */
    public record Rekey(long atNs, KeyLayer layer, KeyChange change, Set<Integer> expelled) {}

    /** Draws rekeys of both layers until {@code horizonNs}, some of which expel a node. */
    public static RekeyPlan draw(Topology topology, long horizonNs, Seed seed) {
        RandomGenerator random = seed.generator();
        int count = 1 + random.nextInt(MAX_REKEYS);
        BitSet expelled = expelled(topology, random);
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

    /** Nobody is left without a parent, whoever of these is expelled in the end. */
    private static BitSet expelled(Topology topology, RandomGenerator random) {
        BitSet expelled = new BitSet();
        int tries = random.nextInt(MAX_EXPELLED + 1);
        for (int i = 0; i < tries; i++) {
            int node = 2 + random.nextInt(topology.places().size() - 1);
            expelled.set(node);
            boolean orphans = topology.places().stream()
                    .anyMatch(place -> place.role() != Place.Role.SENDER
                            && place.parents().stream().allMatch(expelled::get));
            expelled.set(node, !orphans);
        }
        return expelled;
    }
}
