package io.trackmc.keys.controller.log;

import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree of RFC 6962 over any number of leaves, in memory for its right edge only: the root of each perfect subtree that the
 * number of leaves is made of, at most 63 hashes. Not thread-safe.
 */
final class MerkleFrontier {

    private final Merkle merkle = new Merkle();
    private final byte[][] perfect = new byte[Long.SIZE][];
    private long size;

    /** As it is now, to go on from by itself. */
    MerkleFrontier copy() {
        MerkleFrontier copy = new MerkleFrontier();
        System.arraycopy(perfect, 0, copy.perfect, 0, perfect.length); // the hashes are never changed
        copy.size = size;
        return copy;
    }

    /** Leaves so far. */
    public long size() {
        return size;
    }

    /** Adds the leaf of a line. */
    public void addLine(byte[] line, int length) {
        add(merkle.leaf(line, length));
    }

    void add(byte[] leafHash) {
        byte[] hash = leafHash;
        int level = 0;
        for (; (size >>> level & 1) == 1; level++) {
            hash = merkle.inner(perfect[level], hash);
        }
        perfect[level] = hash;
        size++;
    }

    /** Root over all leaves so far; SHA-256 of nothing when there are none. */
    public byte[] root() {
        return rootOf(size);
    }

    /**
     * Root over all leaves but the last.
     *
     * @throws IllegalStateException when there is none
     */
    public byte[] rootBeforeLast() {
        if (size == 0) {
            throw new IllegalStateException("no leaf yet");
        }
        // The last leaf went into a level that was free, and what it was merged with still lies below.
        return rootOf(size - 1);
    }

    private byte[] rootOf(long leaves) {
        byte @Nullable [] root = null;
        for (int level = 0; level < Long.SIZE && leaves >>> level != 0; level++) {
            if ((leaves >>> level & 1) == 1) {
                root = root == null ? perfect[level] : merkle.inner(perfect[level], root);
            }
        }
        return root == null ? merkle.empty() : root.clone();
    }
}
