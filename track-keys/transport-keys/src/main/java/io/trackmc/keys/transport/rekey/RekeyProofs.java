package io.trackmc.keys.transport.rekey;

/** How it is found out whether parts of rekeys are an authority's. */
public interface RekeyProofs {

    /**
     * Whether the signature of a header is that of a key.
     *
     * @param inner header of the right shape at {@code offset}
     * @param verificationKey Ed25519, 32 bytes
     */
    boolean isSigned(byte[] inner, int offset, byte[] verificationKey);

    /**
     * Whether the path of a chunk leads to a root.
     *
     * @param inner chunk of the right shape at {@code offset}, with as many hashes on its path as its place calls for
     * @param leaf its place among all chunks, from 0
     * @param count of all chunks
     * @param root SHA-256
     */
    boolean isBelow(byte[] inner, int offset, int leaf, int count, byte[] root);
}
