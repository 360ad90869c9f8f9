package io.trackmc.sim.fast;

import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.protect.KeyClass;
import java.util.Objects;
import org.agrona.collections.LongHashSet;
import org.agrona.collections.Object2ObjectHashMap;

/**
 * What a node was given beforehand, and what parents of other tenants have given it since: of their regions it has only what follows for one
 * epoch, which goes with that epoch.
 */
final class GuestSecrets implements FastSecrets {

    private final FastSecrets own;
    private final LongHashSet foreign = new LongHashSet();
    private final Object2ObjectHashMap<Given, Long> given = new Object2ObjectHashMap<>();

    private record Given(int region, long epoch) {}

    /** @param own without the secrets of foreign regions, or with ones that it must not use */
    GuestSecrets(FastSecrets own) {
        this.own = own;
    }

    /** A region is another tenant's. */
    void foreign(int region) {
        foreign.add(region);
    }

    /** A parent has given what follows for its region in an epoch. Of epochs that are gone nothing is kept. */
    void take(int region, long epoch, long root) {
        given.keySet().removeIf(held -> held.epoch < ring().oldestEpoch());
        given.put(new Given(region, epoch), root);
    }

    @Override
    public KeyRing<FastEpoch> ring() {
        return own.ring();
    }

    @Override
    public boolean hasRegionRoot(int region, FastEpoch epoch) {
        return !foreign.contains(region) || given.containsKey(new Given(region, epoch.epoch()));
    }

    @Override
    public long regionRoot(KeyClass keyClass, int region, FastEpoch epoch) {
        return foreign.contains(region)
                ? Objects.requireNonNull(given.get(new Given(region, epoch.epoch())), "a key that it was not given")
                : own.regionRoot(keyClass, region, epoch);
    }

    @Override
    public long region(int region, long epoch) {
        if (foreign.contains(region)) {
            throw new IllegalArgumentException("region " + region + " is another tenant's");
        }
        return own.region(region, epoch);
    }

    @Override
    public long interior(long epoch) {
        return own.interior(epoch);
    }

    @Override
    public long bindKey(int parent, int child) {
        return own.bindKey(parent, child);
    }
}
