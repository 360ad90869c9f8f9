package io.trackmc.proto.rekey;

import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import org.jspecify.annotations.Nullable;

/** Key updates to which nothing comes from outside, as to {@link StaticKeys}; what stands where is for tests to say. */
abstract class StillUpdates implements KeyUpdates {

    private final KeyUpdates still = StaticKeys.INSTANCE;

    @Override
    public @Nullable DropReason header(byte[] inner, int offset, int length) {
        return still.header(inner, offset, length);
    }

    @Override
    public @Nullable DropReason chunk(byte[] inner, int offset, int length) {
        return still.chunk(inner, offset, length);
    }

    @Override
    public int neededSlice(KeyLayer layer) {
        return still.neededSlice(layer);
    }

    @Override
    public boolean holdsBack(KeyLayer layer) {
        return still.holdsBack(layer);
    }

    @Override
    public boolean tryApply(KeyLayer layer) {
        return still.tryApply(layer);
    }

    @Override
    public void retirePrevious(KeyLayer layer) {
        still.retirePrevious(layer);
    }

    @Override
    public boolean hasPrevious(KeyLayer layer) {
        return still.hasPrevious(layer);
    }

    @Override
    public boolean isAnnounced(KeyLayer layer, int spi) {
        return still.isAnnounced(layer, spi);
    }

    @Override
    public boolean isExpelled(int nodeId) {
        return still.isExpelled(nodeId);
    }

    @Override
    public int expelledCount() {
        return still.expelledCount();
    }

    @Override
    public int expelled(int index) {
        return still.expelled(index);
    }
}
