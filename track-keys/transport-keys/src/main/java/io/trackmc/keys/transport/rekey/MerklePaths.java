package io.trackmc.keys.transport.rekey;

import io.trackmc.keys.transport.key.Sha256;
import java.security.MessageDigest;

/** Hash trees of the shape of RFC 6962 §2.1, from a leaf up to the root (wire format §3.6). */
public final class MerklePaths {

    private static final byte LEAF = 0;
    private static final byte NODE = 1;

    private MerklePaths() {}

    /** Hashes on the audit path of a leaf. */
    public static int length(int leaf, int size) {
        int hashes = 0;
        int index = leaf;
        for (int width = size; width > 1; width = (width + 1) / 2) {
            if ((index ^ 1) < width) {
                hashes++;
            }
            index /= 2;
        }
        return hashes;
    }

    /** Writes the hash of a leaf. */
    public static void leafHash(MessageDigest sha, byte[] bytes, int offset, int length, byte[] hash, int at) {
        sha.update(LEAF);
        sha.update(bytes, offset, length);
        Sha256.finish(sha, hash, at);
    }

    /** Writes the hash of two nodes; it may take the place of one of them. */
    public static void nodeHash(
            MessageDigest sha, byte[] left, int leftAt, byte[] right, int rightAt, byte[] hash, int at) {
        sha.update(NODE);
        sha.update(left, leftAt, Sha256.LENGTH);
        sha.update(right, rightAt, Sha256.LENGTH);
        Sha256.finish(sha, hash, at);
    }

    /**
     * Turns the hash of a leaf into the root that its path leads to.
     *
     * @param hash of the leaf; becomes the root
     * @param path as many hashes as {@link #length} says
     */
    static void climb(MessageDigest sha, int leaf, int size, byte[] path, int pathAt, byte[] hash) {
        int at = pathAt;
        int index = leaf;
        for (int width = size; width > 1; width = (width + 1) / 2) {
            if ((index & 1) == 1) {
                nodeHash(sha, path, at, hash, 0, hash, 0);
                at += Sha256.LENGTH;
            } else if (index + 1 < width) {
                nodeHash(sha, hash, 0, path, at, hash, 0);
                at += Sha256.LENGTH;
            }
            index /= 2;
        }
    }
}
