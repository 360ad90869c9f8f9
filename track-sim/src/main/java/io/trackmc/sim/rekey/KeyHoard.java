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

/** A member that follows content rekeys as all do, but never forgets a key. */
final class KeyHoard implements ExpulsionChecker.Hoard {

    private static final int ALL = 1 << 20;

    private final LayerRekeys rekeys;
    private final ContentOpener opener;

    /** @param bundle what it was given last; of its own */
    KeyHoard(ContentBundle bundle) {
        ContentKeys keys = new ContentKeys(bundle);
        opener = new AesGcmContentOpener(keys);
        keys.keyRing().keepAhead(ALL);
        rekeys = ContentRekeys.of(bundle, keys);
    }

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

    @Override
    public ContentOpener opener() {
        return opener;
    }
}
