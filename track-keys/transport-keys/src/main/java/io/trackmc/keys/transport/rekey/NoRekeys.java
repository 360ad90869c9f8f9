package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyUpdates;
import org.jspecify.annotations.Nullable;

/** A layer whose bundle says nothing of rekeys: its epochs are those of the bundle, and every rekey is refused. */
public final class NoRekeys implements LayerRekeys {

    private static final int NEXT = 2;
    private static final int PREVIOUS = 0;

    private final @Nullable KeyRing<?> ring;

    /**
     * For one layer.
     *
     * @param ring null where the node has no keys of the layer
     */
    public NoRekeys(@Nullable KeyRing<?> ring) {
        this.ring = ring;
    }

    @Override
    public long newest() {
        return 0;
    }

    @Override
    public long applied() {
        return 0;
    }

    @Override
    public @Nullable DropReason header(byte[] inner, int offset, int length) {
        return DropReason.BAD_REKEY;
    }

    @Override
    public @Nullable DropReason chunk(byte[] inner, int offset, int length) {
        return DropReason.STALE_REKEY;
    }

    @Override
    public int neededSlice() {
        return KeyUpdates.NO_SLICE;
    }

    @Override
    public boolean holdsBack() {
        return false;
    }

    @Override
    public boolean tryApply() {
        return false;
    }

    @Override
    public @Nullable KeyChange pending() {
        return ring == null || ring.at(NEXT) == null ? null : MemberRekeys.BUNDLE_CHANGE;
    }

    @Override
    public void activate() {
        EpochKey next = ring == null ? null : ring.at(NEXT);
        if (ring != null && next != null) {
            ring.activate(next.epoch());
        }
    }

    @Override
    public void retirePrevious() {
        if (ring != null && hasPrevious()) {
            ring.retirePrevious();
        }
    }

    @Override
    public boolean hasPrevious() {
        return ring != null && ring.at(PREVIOUS) != null;
    }

    @Override
    public boolean isAnnounced(int spi) {
        return false;
    }

    @Override
    public @Nullable KeyRing<?> ring() {
        return ring;
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
