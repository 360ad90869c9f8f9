package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import org.jspecify.annotations.Nullable;

/** Key updates of transport keys that stand where a test has set them; nothing arrives. */
final class SetUpdates extends StillUpdates {

    long newest;
    long applied;
    int needed = NO_SLICE;
    @Nullable
    KeyChange pending;

    SetUpdates(long newest, long applied) {
        this.newest = newest;
        this.applied = applied;
    }

    @Override
    public long newest(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? newest : 0;
    }

    @Override
    public long applied(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? applied : 0;
    }

    @Override
    public int neededSlice(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? needed : NO_SLICE;
    }

    @Override
    public @Nullable KeyChange pending(KeyLayer layer) {
        return layer == KeyLayer.TRANSPORT ? pending : null;
    }

    @Override
    public void activate(KeyLayer layer) {
        pending = null;
    }

    @Override
    public long oldestEpoch(KeyLayer layer) {
        return activeEpoch(layer);
    }

    @Override
    public long activeEpoch(KeyLayer layer) {
        return 1 + (pending == null ? applied(layer) : applied(layer) - 1);
    }

    @Override
    public long installedEpoch(KeyLayer layer) {
        return 1 + applied(layer);
    }

    @Override
    public long epochOf(KeyLayer layer, int spi) {
        return spi;
    }
}
