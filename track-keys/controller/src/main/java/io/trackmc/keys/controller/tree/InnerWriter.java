package io.trackmc.keys.controller.tree;

import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.InnerHeader;

/** Writes the header of an INNER that an authority makes: in clear, of no particular run, with an authenticator. */
final class InnerWriter {

    private static final int AUTH_UNIT_BYTES = 4;

    private InnerWriter() {}

    static void write(byte[] inner, KeyLayer layer, int type, long sequence, int content, int authType, int authBytes) {
        InnerHeader.write(inner, 0, InnerHeader.SUITE_NONE, layer.stream(), type, 0, layer.authority(), 0, sequence,
                content);
        inner[InnerHeader.AUTH_TYPE_OFFSET] = (byte) authType;
        inner[InnerHeader.AUTH_LENGTH_OFFSET] = (byte) (authBytes / AUTH_UNIT_BYTES);
    }
}
