package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.proto.wire.RekeyPart;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/** Computes each signature and each path (wire format §3.5 and §3.6). One thread. */
public final class ComputedProofs implements RekeyProofs {

    private static final byte[] LABEL = "TK1 rekey".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest sha = Sha256.newDigest();
    private final byte[] scratch = new byte[Sha256.LENGTH];
    private final byte[] signed = Arrays.copyOf(LABEL, LABEL.length + Sha256.LENGTH);

    @Override
    public boolean isSigned(byte[] inner, int offset, byte[] verificationKey) {
        int covered = RekeyPart.authenticatedLength(inner, offset);
        sha.update(inner, offset, covered);
        Sha256.finish(sha, signed, LABEL.length);
        return Ed25519.verify(inner, offset + covered, verificationKey, 0, signed, 0, signed.length);
    }

    @Override
    public boolean isBelow(byte[] inner, int offset, int leaf, int count, byte[] root) {
        int covered = RekeyPart.authenticatedLength(inner, offset);
        MerklePaths.leafHash(sha, inner, offset, covered, scratch, 0);
        MerklePaths.climb(sha, leaf, count, inner, offset + covered, scratch);
        return Arrays.equals(scratch, root);
    }
}
