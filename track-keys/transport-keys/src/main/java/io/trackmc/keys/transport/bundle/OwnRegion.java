package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.key.BindMaster;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.proto.protect.KeyClass;

/**
 * What a parent is given for the region that it heads.
 *
 * @param id region id; 0 for the sender and only for it; u32
 * @param hasLeaves whether a receiver may be in the region, as a child or by fail-over
 * @param secret secret of the region
 * @param bindMaster secret of this parent
 */
public record OwnRegion(int id, boolean hasLeaves, RegionSecret secret, BindMaster bindMaster) {

    /** Class of the region's local control channel. */
    public KeyClass keyClass() {
        return channelClass(hasLeaves);
    }

    static KeyClass channelClass(boolean hasLeaves) {
        return hasLeaves ? KeyClass.REGION : KeyClass.INTERIOR_REGION;
    }
}
