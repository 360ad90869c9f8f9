package io.trackmc.keys.controller.log;

import io.trackmc.keys.controller.pki.KeyPair;
import io.trackmc.keys.controller.pki.VerificationKey;
import io.trackmc.proto.protect.KeyLayer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A log as it was at one time, in 32 bytes that change with any bit of it.
 *
 * <pre>
 *   signature          Ed25519( "TK1 log head" ‖ u8 layer ‖ u64 gid ‖ u64 size ‖ root )              by the log's authority
 *   countersignature   Ed25519( "TK1 log head seen" ‖ the same ‖ public key of the log's authority )  by the other one
 * </pre>
 *
 * @param layer whose authority's log it is
 * @param gid group id
 * @param size lines
 * @param root Merkle root over them, 64 hexadecimal digits
 */
public record LogHead(KeyLayer layer, long gid, long size, String root) {

    private static final byte[] LABEL = "TK1 log head".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] SEEN_LABEL = "TK1 log head seen".getBytes(StandardCharsets.US_ASCII);
    private static final int LENGTH = 1 + Long.BYTES + Long.BYTES + 32;

    /** Checks the root. */
    public LogHead {
        Check.natural(size);
        Check.hash(root);
    }

    /** Of a log as it is now. */
    public static LogHead of(KeyLayer layer, long gid, LogChain chain) {
        return new LogHead(layer, gid, chain.size(), HexFormat.of().formatHex(chain.root()));
    }

    /** The authority's own signature, 128 hexadecimal digits. */
    public String sign(KeyPair authority) {
        return HexFormat.of().formatHex(authority.sign(signed()));
    }

    /** Whether this is the authority's own signature. */
    public boolean isSigned(VerificationKey authority, String signature) {
        return authority.verifies(signed(), HexFormat.of().parseHex(signature));
    }

    /**
     * The other authority's word that it has seen this head, and that it goes on from all it had seen before.
     *
     * @param owner key of the log's authority
     */
    public String countersign(VerificationKey owner, KeyPair other) {
        return HexFormat.of().formatHex(other.sign(seen(owner)));
    }

    /** Whether this is the other authority's signature. */
    public boolean isCountersigned(VerificationKey owner, VerificationKey other, String signature) {
        return other.verifies(seen(owner), HexFormat.of().parseHex(signature));
    }

    private byte[] signed() {
        return put(ByteBuffer.allocate(LABEL.length + LENGTH).put(LABEL)).array();
    }

    private byte[] seen(VerificationKey owner) {
        return put(ByteBuffer.allocate(SEEN_LABEL.length + LENGTH + VerificationKey.LENGTH).put(SEEN_LABEL))
                .put(owner.bytes()).array();
    }

    private ByteBuffer put(ByteBuffer out) {
        return out.put((byte) layer.code()).putLong(gid).putLong(size).put(HexFormat.of().parseHex(root));
    }
}
