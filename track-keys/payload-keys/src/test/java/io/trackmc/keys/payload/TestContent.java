package io.trackmc.keys.payload;

import io.trackmc.keys.transport.key.InsecureSecretAccess;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.wire.InnerHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Content keys and INNERs for tests; the keys follow from the gid. */
final class TestContent {

    static final int SOURCE = 1;
    static final int SPI = 0x2000;
    static final long GID = 0x7FFF_0000_1234_5678L;
    static final Incarnation RUN = new Incarnation(0x0101, 0xABCD_0001L);

    private TestContent() {}

    static ContentKeys keys(long gid, long active, long... epochs) {
        List<ContentEpoch> keys = Arrays.stream(epochs).mapToObj(e -> epoch(gid, e)).toList();
        return new ContentKeys(new ContentBundle(gid, "test", active, keys, List.of(SOURCE)));
    }

    static ContentEpoch epoch(long gid, long epoch) {
        byte[] raw = Sha256.newDigest().digest((gid + " gdk " + epoch).getBytes(StandardCharsets.US_ASCII));
        return ContentEpoch.of(gid, epoch, SPI + (int) epoch, GroupDataKey.of(raw, InsecureSecretAccess.get()));
    }

    /** An INNER header with content and room for the tag, at the given offset. */
    static byte[] unsealed(int offset, int contentSpi, int stream, long sequence, byte[] content) {
        byte[] inner = new byte[offset + InnerHeader.LENGTH + content.length + InnerHeader.TAG_LENGTH];
        InnerHeader.write(inner, offset, InnerHeader.SUITE_AES_256_GCM, stream, stream + 1, contentSpi, SOURCE,
                RUN.high(), sequence, content.length);
        System.arraycopy(content, 0, inner, offset + InnerHeader.LENGTH, content.length);
        return inner;
    }

    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + 7);
        }
        return bytes;
    }
}
