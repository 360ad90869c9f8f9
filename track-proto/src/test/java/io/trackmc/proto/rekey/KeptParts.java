package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.RekeyChunk;
import io.trackmc.proto.wire.RekeyHeader;
import io.trackmc.proto.wire.RekeyPart;
import java.nio.ByteBuffer;

/** Puts parts of transport rekeys into a store, as if they had been verified. */
final class KeptParts {

    private static final int ENTRY_BYTES = 500;

    private KeptParts() {}

    /** A header that announces so many chunks. */
    static void header(RekeyStore store, long rekey, int chunks) {
        int length = RekeyHeader.length(0);
        byte[] inner = inner(rekey, RekeyPart.HEADER_PART, RekeyPart.TYPE_HEADER, length);
        ByteBuffer.wrap(inner).putInt(InnerHeader.LENGTH + RekeyHeader.CHUNK_COUNT_OFFSET, chunks);
        store.add(KeyLayer.TRANSPORT, inner, 0, inner.length);
    }

    /** A slice below another, all of it; its first chunk has this part. */
    static void slice(RekeyStore store, long rekey, int slice, int parentRegion, int firstPart, int chunks) {
        for (int i = 0; i < chunks; i++) {
            byte[] inner = inner(rekey, firstPart + i, RekeyPart.TYPE_CHUNK, RekeyChunk.FIXED_LENGTH + ENTRY_BYTES);
            RekeyChunk.write(inner, InnerHeader.LENGTH, slice, parentRegion, i, chunks);
            store.add(KeyLayer.TRANSPORT, inner, 0, inner.length);
        }
    }

    private static byte[] inner(long rekey, int part, int type, int contentLength) {
        byte[] inner = new byte[InnerHeader.LENGTH + contentLength];
        InnerHeader.write(inner, 0, InnerHeader.SUITE_NONE, KeyLayer.TRANSPORT.stream(), type, 0,
                KeyLayer.TRANSPORT.authority(), 0, RekeyPart.sequence(rekey, part), contentLength);
        return inner;
    }
}
