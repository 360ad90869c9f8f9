package io.trackmc.keys.payload;

import io.trackmc.keys.transport.key.Hkdf;
import io.trackmc.keys.transport.key.Secret;
import io.trackmc.proto.protect.Incarnation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** Derivation of K_data (wire format §4.3). Not thread-safe. */
final class DataKeySchedule {

    /** Packets under one K_data: 2^26, far below what AES-GCM bears. */
    static final int GENERATION_SHIFT = 26;

    private static final byte[] LABEL = "TK1 data".getBytes(StandardCharsets.US_ASCII);

    private final Hkdf hkdf = new Hkdf();
    private final ByteBuffer info = ByteBuffer.allocate(
            LABEL.length + Long.BYTES + Integer.BYTES + Incarnation.LENGTH + Byte.BYTES + Long.BYTES);

    /**
     * {@code K_data = Expand(GDK_e, "TK1 data" ‖ u64 gid ‖ u32 source ‖ incarnation(16) ‖ u8 stream ‖ u64 (sequence >> 26), 32)}
     * (wire format §4.3).
     */
    SecretKey dataKey(
            GroupDataKey epochKey, long gid, int source, Incarnation incarnation, int stream, long generation) {
        info.clear().put(LABEL).putLong(gid).putInt(source).putLong(incarnation.high()).putLong(incarnation.low())
                .put((byte) stream).putLong(generation);
        byte[] raw = new byte[Secret.LENGTH];
        hkdf.expand(epochKey, info.array(), info.capacity(), raw);
        SecretKey key = new SecretKeySpec(raw, "AES");
        Arrays.fill(raw, (byte) 0);
        return key;
    }
}
