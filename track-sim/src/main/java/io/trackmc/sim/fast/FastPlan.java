package io.trackmc.sim.fast;

import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What all nodes of a group under checksums know of it. */
final class FastPlan {

    private final Topology topology;
    private final BitSet parentsOfLeaves;
    private final long challengeKey;
    private final boolean changes;

    /** @param changes whether there will be other epochs than the first */
    FastPlan(Topology topology, long challengeKey, boolean changes) {
        this.topology = topology;
        this.parentsOfLeaves = topology.parentsOfLeaves();
        this.challengeKey = challengeKey;
        this.changes = changes;
    }

    /** From which parents make numbers that nobody can tell before. */
    long challengeKey() {
        return challengeKey;
    }

    boolean changes() {
        return changes;
    }

    /** What a node was given, with nothing of other tenants' regions; null when there are no other tenants. */
    @Nullable
    GuestSecrets guestSecrets(Place place, FastSecrets secrets) {
        if (topology.tenants() == 1) {
            return null;
        }
        GuestSecrets guest = new GuestSecrets(secrets);
        place.parents().stream().filter(parent -> topology.areApart(place.id(), parent))
                .forEach(parent -> guest.foreign(topology.place(parent).region()));
        return guest;
    }

    boolean hasLeaves(int parent) {
        return parentsOfLeaves.get(parent);
    }

    /** Place of a node, or null for a stranger. */
    @Nullable
    Place find(int id) {
        return id >= 1 && id <= topology.places().size() ? topology.place(id) : null;
    }
}
