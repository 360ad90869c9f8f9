package io.trackmc.keys.transport.hop;

import io.trackmc.keys.transport.key.HmacSha256;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.protect.HopKeys;
import java.security.MessageDigest;

/** Hash computations and scratch space that all sealers and verifiers of a node share, because one thread uses them. */
final class PacketDigests {

    static final int DIGEST_LENGTH = HopKeys.DIGEST_LENGTH;

    /** What a packet without INNER has in place of the digest of INNER. */
    static final byte[] EMPTY_DIGEST = Sha256.newDigest().digest();

    final HmacSha256 hmac = new HmacSha256();
    final byte[] mac = new byte[HmacSha256.LENGTH];
    private final MessageDigest sha = Sha256.newDigest();

    /** Writes SHA-256 of the given bytes. */
    void digest(byte[] bytes, int offset, int length, byte[] digest, int digestOffset) {
        sha.reset();
        sha.update(bytes, offset, length);
        Sha256.finish(sha, digest, digestOffset);
    }

    /** Whether the ICV at the given place is that of {@link #mac}; takes the same time wherever they differ. */
    boolean macMatches(byte[] datagram, int icvOffset) {
        int difference = 0;
        for (int i = 0; i < HopKeys.ICV_LENGTH; i++) {
            difference |= mac[i] ^ datagram[icvOffset + i];
        }
        return difference == 0;
    }

    /** Writes the ICV that {@link #mac} begins with. */
    void writeIcv(byte[] datagram, int icvOffset) {
        System.arraycopy(mac, 0, datagram, icvOffset, HopKeys.ICV_LENGTH);
    }
}
