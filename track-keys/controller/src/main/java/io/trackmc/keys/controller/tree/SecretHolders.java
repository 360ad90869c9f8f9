package io.trackmc.keys.controller.tree;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Who can have which RegionSecret. Members at home in one region share what any of them was given, because they share the key under which it is
 * wrapped; repair heads have what they hold as a child beside that, each by itself.
 */
final class SecretHolders {

    private final Map<Integer, Set<Integer>> secretsByRegion = new HashMap<>();
    private final Map<Integer, Set<Integer>> regionsBySecret = new HashMap<>();
    private final Map<Integer, Set<Integer>> headsBySecret = new HashMap<>();
    private final Map<Integer, Head> heads = new HashMap<>();
    private final Set<Integer> rotating = new TreeSet<>(Integer::compareUnsigned);
    private long entries;

    /** A member at home in a region is given a secret. */
    void give(int home, int secretOf) {
        secretsByRegion.computeIfAbsent(home, _ -> new HashSet<>(4)).add(secretOf);
        regionsBySecret.computeIfAbsent(secretOf, _ -> new HashSet<>(4)).add(home);
    }

    /** A head is given the secrets of the parents that it may have. */
    void addHead(int id, Head head) {
        heads.put(id, head);
        for (int secretOf : head.parents) {
            headsBySecret.computeIfAbsent(secretOf, _ -> new HashSet<>(4)).add(id);
        }
    }

    /** The head of that id, or null. */
    @Nullable
    Head head(int id) {
        return heads.get(id);
    }

    Map<Integer, Head> heads() {
        return heads;
    }

    /** Forgets a head; its own secrets are to be changed. */
    void removeHead(int id) {
        Head head = heads.remove(id);
        if (head == null) {
            return;
        }
        for (int secretOf : head.parents) {
            rotate(secretOf);
            Set<Integer> holders = headsBySecret.get(secretOf);
            if (holders != null) {
                holders.remove(id);
            }
        }
        rotate(head.region);
    }

    /** A member at home in a region leaves: whatever its like were given is to be changed. */
    void rotateAllOf(int home) {
        secretsOf(home).forEach(this::rotate);
    }

    /** A secret may be known to others. */
    void rotateOnly(int secretOf) {
        rotate(secretOf);
    }

    /** Nobody is at home in a region any more. */
    void removeRegion(int home) {
        for (int secretOf : secretsOf(home)) {
            regionsOf(secretOf).remove(home);
        }
        secretsByRegion.remove(home);
    }

    /** Secrets that members at home in a region were given. */
    Set<Integer> secretsOf(int home) {
        return secretsByRegion.getOrDefault(home, Set.of());
    }

    /** Regions whose members were given a secret. */
    Set<Integer> regionsOf(int secretOf) {
        return regionsBySecret.getOrDefault(secretOf, new HashSet<>());
    }

    /** Heads that were given it as a child. */
    Set<Integer> headsOf(int secretOf) {
        return headsBySecret.getOrDefault(secretOf, Set.of());
    }

    /** Secrets to be changed in the next rekey, ascending. */
    Set<Integer> rotating() {
        return rotating;
    }

    /** Entries that the secrets to be changed need, as far as their holders were known when it was found that they change. */
    long entries() {
        return entries;
    }

    /** What was to be changed is changed. */
    void settle() {
        rotating.clear();
        entries = 0;
    }

    private void rotate(int secretOf) {
        if (rotating.add(secretOf)) {
            entries += regionsOf(secretOf).size() + headsOf(secretOf).size();
        }
    }

    Map<Integer, Set<Integer>> byRegion() {
        return secretsByRegion;
    }

    /**
     * A sender or repair head.
     *
     * @param region that it heads
     * @param leaf in the interior tree
     * @param parents regions of its parent and backups
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Head(int region, int leaf, int[] parents) {}
}
