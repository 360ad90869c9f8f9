package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.bundle.RekeyAnchor;
import io.trackmc.keys.transport.key.KeyEncryptionKey;
import io.trackmc.keys.transport.key.KeyWrap;
import io.trackmc.keys.transport.key.KeyWrappingKey;
import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.keys.transport.key.TreeKeySchedule;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.protect.KeyUpdates;
import java.security.MessageDigest;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What the rekeys of one layer of a group are computed with. Keeps no key of anybody between two calls, so that many members of one group who live on one
 * thread may share it; a member for itself has its own. One thread.
 */
public final class RekeyTools {

    final KeyLayer layer;
    final long gid;
    final RekeyProofs proofs;
    final TreeKeySchedule schedule;
    final KeyWrap wrap = new KeyWrap();
    final KeyWrappingKey wrapping = new KeyWrappingKey();
    final KeyEncryptionKey scratch = new KeyEncryptionKey();
    private final MessageDigest sha = Sha256.newDigest();
    private final @Nullable KnownRekey[] recent = new @Nullable KnownRekey[KeyUpdates.KEPT_REKEYS];

    private @Nullable RekeyAnchor anchor;
    private byte[] anchorKey = new byte[0];

    /** For one layer of a group. */
    public RekeyTools(KeyLayer layer, long gid) {
        this(layer, gid, new ComputedProofs());
    }

    /** The same with other proofs than computed ones. */
    public RekeyTools(KeyLayer layer, long gid, RekeyProofs proofs) {
        this.layer = layer;
        this.gid = gid;
        this.proofs = proofs;
        schedule = new TreeKeySchedule(layer, gid);
    }

    /** An anchor that equals another: one and the same for all who begin there. */
    RekeyAnchor same(RekeyAnchor given) {
        RekeyAnchor known = anchor;
        if (known == null || !known.equals(given)) {
            known = given;
            anchor = given;
            anchorKey = given.verificationKey();
        }
        return known;
    }

    /** The verification key of the anchor that {@link #same} has just given, not copied. */
    byte[] keyOf(RekeyAnchor given) {
        return given.equals(anchor) ? anchorKey : given.verificationKey();
    }

    /** What a header says that has the right shape; one and the same for all who have heard the same bytes. */
    KnownRekey read(byte[] inner, int offset, int length) {
        sha.update(inner, offset, length);
        byte[] hash = sha.digest();
        KnownRekey read = new KnownRekey(inner, offset, hash);
        int slot = (int) (read.sequence & KeyUpdates.KEPT_REKEYS - 1);
        KnownRekey known = recent[slot];
        if (known != null && Arrays.equals(known.hash, hash)) {
            return known;
        }
        recent[slot] = read;
        return read;
    }
}
