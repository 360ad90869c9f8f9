package io.trackmc.keys.controller.tree;

import io.trackmc.keys.transport.key.Sha256;
import io.trackmc.keys.transport.rekey.MerklePaths;
import java.security.MessageDigest;

/** All levels of a hash tree of the shape of RFC 6962 §2.1, so that every path can be read off. */
final class MerkleTree {

    private final byte[][] levels;
    private final int size;

    /** Over leaves whose hashes follow each other. */
    MerkleTree(byte[] leafHashes) {
        size = leafHashes.length / Sha256.LENGTH;
        int height = size == 1 ? 0 : Integer.SIZE - Integer.numberOfLeadingZeros(size - 1);
        levels = new byte[height + 1][];
        levels[0] = leafHashes;
        MessageDigest sha = Sha256.newDigest();
        for (int level = 1; level <= height; level++) {
            levels[level] = above(sha, levels[level - 1]);
        }
    }

    /** Writes the root. */
    void root(byte[] out, int offset) {
        System.arraycopy(levels[levels.length - 1], 0, out, offset, Sha256.LENGTH);
    }

    /** Writes the audit path of a leaf; returns its bytes. */
    int path(int leaf, byte[] out, int offset) {
        int at = offset;
        int index = leaf;
        int width = size;
        for (int level = 0; width > 1; level++) {
            int sibling = index ^ 1;
            if (sibling < width) {
                System.arraycopy(levels[level], sibling * Sha256.LENGTH, out, at, Sha256.LENGTH);
                at += Sha256.LENGTH;
            }
            index /= 2;
            width = (width + 1) / 2;
        }
        return at - offset;
    }

    int pathLength(int leaf) {
        return MerklePaths.length(leaf, size) * Sha256.LENGTH;
    }

    private static byte[] above(MessageDigest sha, byte[] below) {
        int width = below.length / Sha256.LENGTH;
        byte[] hashes = new byte[(width + 1) / 2 * Sha256.LENGTH];
        for (int i = 0; i + 1 < width; i += 2) {
            MerklePaths.nodeHash(sha, below, i * Sha256.LENGTH, below, (i + 1) * Sha256.LENGTH, hashes,
                    i / 2 * Sha256.LENGTH);
        }
        if (width % 2 == 1) {
            System.arraycopy(below, (width - 1) * Sha256.LENGTH, hashes, width / 2 * Sha256.LENGTH, Sha256.LENGTH);
        }
        return hashes;
    }
}
