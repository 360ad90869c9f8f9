package io.trackmc.keys.transport.bundle;

import io.trackmc.keys.transport.key.BindKey;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.proto.protect.KeyClass;
import org.jspecify.annotations.Nullable;

/**
 * What a child holds in advance for one parent that it may have: its primary, or a backup.
 *
 * @param id node id of the parent
 * @param region region id of the parent
 * @param hasLeaves whether a receiver may be in that region, as a child or by fail-over
 * @param regionSecret secret of that region; null when it is another tenant's: then its head gives its key, epoch by epoch
 * @param bindKey BK(parent, this node)
 */
public record ParentSecrets(int id, int region, boolean hasLeaves, @Nullable RegionSecret regionSecret,
        BindKey bindKey) {

    /** Whether the region is another tenant's. */
    public boolean isApart() {
        return regionSecret == null;
    }

    /** Class of the region's local control channel. */
    public KeyClass keyClass() {
        return OwnRegion.channelClass(hasLeaves);
    }
}
