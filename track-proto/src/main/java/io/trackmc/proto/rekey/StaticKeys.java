package io.trackmc.proto.rekey;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import org.jspecify.annotations.Nullable;

/** Keys that never change: there is no authority whose rekeys would be taken. */
public final class StaticKeys implements KeyUpdates {

    /** The one there is. */
    public static final StaticKeys INSTANCE = new StaticKeys();

    private StaticKeys() {}

    @Override
    public long newest(KeyLayer layer) {
        return 0;
    }

    @Override
    public long applied(KeyLayer layer) {
        return 0;
    }

    @Override
    public @Nullable DropReason header(byte[] inner, int offset, int length) {
        return DropReason.BAD_REKEY;
    }

    @Override
    public @Nullable DropReason chunk(byte[] inner, int offset, int length) {
        return DropReason.BAD_REKEY;
    }

    @Override
    public int neededSlice(KeyLayer layer) {
        return NO_SLICE;
    }

    @Override
    public boolean holdsBack(KeyLayer layer) {
        return false;
    }

    @Override
    public boolean tryApply(KeyLayer layer) {
        return false;
    }

    @Override
    public @Nullable KeyChange pending(KeyLayer layer) {
        return null;
    }

    @Override
    public void activate(KeyLayer layer) {
        // There is only one epoch.
    }

    @Override
    public void retirePrevious(KeyLayer layer) {
        // There is only one epoch.
    }

    @Override
    public boolean hasPrevious(KeyLayer layer) {
        return false;
    }

    @Override
    public long oldestEpoch(KeyLayer layer) {
        return 0;
    }

    @Override
    public long activeEpoch(KeyLayer layer) {
        return 0;
    }

    @Override
    public long installedEpoch(KeyLayer layer) {
        return 0;
    }

    @Override
    public long epochOf(KeyLayer layer, int spi) {
        return 0;
    }

    @Override
    public boolean isAnnounced(KeyLayer layer, int spi) {
        return false;
    }

    @Override
    public boolean isExpelled(int nodeId) {
        return false;
    }

    @Override
    public int expelledCount() {
        return 0;
    }

    @Override
    public int expelled(int index) {
        throw new IndexOutOfBoundsException(index);
    }
}
