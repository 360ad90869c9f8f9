package io.trackmc.sim.rekey;

import io.trackmc.keys.payload.AesGcmContentOpener;
import io.trackmc.keys.payload.ContentBundle;
import io.trackmc.keys.payload.ContentKeys;
import io.trackmc.keys.payload.ContentRekeys;
import io.trackmc.keys.transport.rekey.LayerRekeys;
import io.trackmc.proto.protect.ContentOpener;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyPart;
import io.trackmc.sim.check.ExpulsionChecker;

/**
 * A member that follows content rekeys as all do, but never forgets a key.
 *
 * @param rekeys of its own; their ring keeps {@link #ALL} epochs
 * @param opener under all epochs of that ring
 */
public record HoardedRekeys(LayerRekeys rekeys, ContentOpener opener) implements ExpulsionChecker.Hoard {

    /** More epochs than there ever are. */
    public static final int ALL = 1 << 20;

    @Override
    public void take(byte[] inner) {
        if (inner[InnerHeader.TYPE_OFFSET] == RekeyPart.TYPE_HEADER) {
            rekeys.header(inner, 0, inner.length);
        } else {
            rekeys.chunk(inner, 0, inner.length);
        }
    }

    @Override
    public long applied() {
        return rekeys.applied();
    }

    /** With real keys, from what it was given last, of its own. */
    static HoardedRekeys of(ContentBundle bundle) {
        ContentKeys keys = new ContentKeys(bundle);
        ContentOpener opener = new AesGcmContentOpener(keys);
        keys.keyRing().keepAhead(ALL);
        return new HoardedRekeys(ContentRekeys.of(bundle, keys), opener);
    }
}
