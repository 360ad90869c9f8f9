package io.trackmc.sim.fast;

import io.trackmc.keys.payload.GroupDataKey;
import io.trackmc.keys.transport.key.InteriorSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.keys.transport.msa.MsaLayer;
import io.trackmc.keys.transport.rekey.RekeyTarget;
import io.trackmc.sim.tree.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run of a sender or receiver holds of the content layer.
 *
 * @param ring installed epochs
 * @param place of the node
 */
record HeldContent(FastDigests digests, KeyRing<FastEpoch> ring, Place place) implements RekeyTarget<GroupDataKey> {

    @Override
    public GroupDataKey newEpochKey() {
        return new GroupDataKey();
    }

    @Override
    public boolean holdsRegion(int region) {
        return false;
    }

    @Override
    public boolean concerns(int nodeId) {
        return HeldSecrets.mayMeet(place, nodeId);
    }

    @Override
    public void install(long epoch, int spi, GroupDataKey key, @Nullable InteriorSecret interior,
            List<RenewedRegion> regions) {
        ring.install(digests.epoch(MsaLayer.CONTENT, epoch, spi, key));
        key.destroy();
    }
}
