package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import org.jspecify.annotations.Nullable;

/** The rekeys of a layer of which a node has no keys: it verifies them, so that it hands on nothing forged, and learns nothing. */
public final class RelayedRekeys implements LayerRekeys {

    private final RekeyChain chain;

    /** From what its bundle says of that layer. */
    public RelayedRekeys(KeyLayer layer, long gid, RekeyAnchor anchor) {
        this(new RekeyTools(layer, gid), anchor);
    }

    /** The same with tools that others may share. */
    public RelayedRekeys(RekeyTools tools, RekeyAnchor anchor) {
        chain = new RekeyChain(tools, anchor, -1, _ -> true);
    }

    @Override
    public long newest() {
        return chain.newest();
    }

    @Override
    public long applied() {
        return chain.newest();
    }

    @Override
    public @Nullable DropReason header(byte[] inner, int offset, int length) {
        return chain.header(inner, offset, length, Long.MAX_VALUE);
    }

    @Override
    public @Nullable DropReason chunk(byte[] inner, int offset, int length) {
        return chain.chunk(inner, offset, length);
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
        return null;
    }

    @Override
    public void activate() {
        // There is nothing to send under.
    }

    @Override
    public void retirePrevious() {
        // There is nothing to forget.
    }

    @Override
    public boolean hasPrevious() {
        return false;
    }

    @Override
    public boolean isAnnounced(int spi) {
        return chain.nextSpi() == spi;
    }

    @Override
    public @Nullable KeyRing<?> ring() {
        return null;
    }

    @Override
    public int expelledCount() {
        return chain.expelled().size();
    }

    @Override
    public int expelled(int index) {
        return chain.expelled().at(index);
    }
}
