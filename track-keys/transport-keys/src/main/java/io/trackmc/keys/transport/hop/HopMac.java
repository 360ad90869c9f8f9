package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.HmacKey;
import io.trackmc.keys.transport.key.HmacSha256;
import io.trackmc.keys.transport.key.HopKey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The ICV of one hop in one epoch: its key, and the label and channel id with which every message under it begins (wire format
 * §2.2). Computed on a {@link PacketDigests} that all hops of a node share.
 */
final class HopMac {

    private static final byte[] LABEL = "TK1 icv".getBytes(StandardCharsets.US_ASCII);

    private static final VarHandle U64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final HmacKey key = new HmacKey();
    private final byte[] prefix = new byte[LABEL.length + Long.BYTES];

    HopMac() {
        System.arraycopy(LABEL, 0, prefix, 0, LABEL.length);
    }

    void set(HopKey hopKey, long channelId) {
        key.set(hopKey);
        U64.set(prefix, LABEL.length, channelId);
    }

    void destroy() {
        key.destroy();
    }

    /** Writes the whole HMAC, of which the ICV is the first half, to {@link PacketDigests#mac}. */
    void compute(PacketDigests digests, byte[] datagram, int offset, int outerLength, byte[] digest, int digestOffset) {
        HmacSha256 hmac = digests.hmac;
        hmac.begin(key);
        hmac.update(prefix, 0, prefix.length);
        hmac.update(datagram, offset, outerLength);
        hmac.update(digest, digestOffset, PacketDigests.DIGEST_LENGTH);
        hmac.finish(key, digests.mac, 0);
    }
}
