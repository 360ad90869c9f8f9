package io.trackmc.sim.fast;

import io.trackmc.keys.transport.key.GroupAuthKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.MsaLayer;
import io.trackmc.keys.transport.rekey.RekeyTarget;
import io.trackmc.sim.tree.Place;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a node holds of the transport layer: numbers that stand for the real secrets that it was given, and has found in rekeys
 * since, each from an epoch on.
 */
final class HeldSecrets implements FastSecrets, RekeyTarget<GroupAuthKey> {

    /** In place of a region: the secret of sender and repair heads. */
    private static final int INTERIOR = -1;

    private final FastDigests digests;
    private final BindKeys bindKeys;
    private final KeyRing<FastEpoch> ring;
    private final Place place;
    private int[] regions = new int[0];
    private long[] from = new long[0];
    private long[] values = new long[0];

    /** What a parent and a child have in common. */
    @FunctionalInterface
    interface BindKeys {

        long of(int parent, int child);
    }

    HeldSecrets(FastDigests digests, BindKeys bindKeys, KeyRing<FastEpoch> ring, Place place) {
        this.place = place;
        this.digests = digests;
        this.bindKeys = bindKeys;
        this.ring = ring;
        ring.onRetired(this::forgetRetired);
    }

    /** It was given the secret of a region. */
    void give(int region, long secret) {
        if (find(region, Long.MAX_VALUE) < 0) {
            add(region, 0, secret);
        }
    }

    /** It was given the secret of sender and repair heads. */
    void giveInterior(long secret) {
        give(INTERIOR, secret);
    }

    @Override
    public KeyRing<FastEpoch> ring() {
        return ring;
    }

    @Override
    public long region(int region, long epoch) {
        int at = find(region, epoch);
        if (at < 0) {
            throw new IllegalArgumentException("no secret of region " + region);
        }
        return values[at];
    }

    @Override
    public long interior(long epoch) {
        return region(INTERIOR, epoch);
    }

    @Override
    public long bindKey(int parent, int child) {
        return bindKeys.of(parent, child);
    }

    @Override
    public GroupAuthKey newEpochKey() {
        return new GroupAuthKey();
    }

    @Override
    public boolean holdsRegion(int region) {
        return find(region, Long.MAX_VALUE) >= 0;
    }

    @Override
    public boolean concerns(int nodeId) {
        return mayMeet(place, nodeId);
    }

    /** The rule of {@link io.trackmc.keys.transport.hop.NodeHopKeys#mayMeet}. */
    static boolean mayMeet(Place place, int nodeId) {
        return place.role() != Place.Role.RECEIVER || nodeId == place.id() || place.parents().contains(nodeId);
    }

    @Override
    public void install(long epoch, int spi, GroupAuthKey key, @Nullable InteriorSecret interior,
            List<RenewedRegion> renewed) {
        ring.install(digests.epoch(MsaLayer.TRANSPORT, epoch, spi, key));
        key.destroy();
        if (interior != null) {
            add(INTERIOR, epoch, digests.of(interior));
            interior.destroy();
        }
        for (RenewedRegion region : renewed) {
            add(region.region(), epoch, digests.of(region.secret()));
            region.secret().destroy();
        }
    }

    /** Later ones are behind earlier ones. */
    private int find(int region, long epoch) {
        for (int i = regions.length - 1; i >= 0; i--) {
            if (regions[i] == region && from[i] <= epoch) {
                return i;
            }
        }
        return -1;
    }

    private void add(int region, long epoch, long value) {
        int at = regions.length;
        regions = Arrays.copyOf(regions, at + 1);
        from = Arrays.copyOf(from, at + 1);
        values = Arrays.copyOf(values, at + 1);
        regions[at] = region;
        from[at] = epoch;
        values[at] = value;
    }

    /** What no installed epoch uses any more goes. */
    private void forgetRetired() {
        int kept = 0;
        for (int i = 0; i < regions.length; i++) {
            if (find(regions[i], ring.oldestEpoch()) <= i) {
                regions[kept] = regions[i];
                from[kept] = from[i];
                values[kept] = values[i];
                kept++;
            }
        }
        regions = Arrays.copyOf(regions, kept);
        from = Arrays.copyOf(from, kept);
        values = Arrays.copyOf(values, kept);
    }
}
