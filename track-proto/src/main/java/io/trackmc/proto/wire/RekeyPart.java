package io.trackmc.proto.wire;

/**
 * What is common to the INNERs of a rekey (wire format §3.5): which rekey of which layer, and which part of it. All of them are in clear,
 * have an authority as source, and lie on the stream of its layer.
 */
public final class RekeyPart {

    /** Content is a {@link RekeyHeader}. */
    public static final int TYPE_HEADER = 3;

    /** Content is a {@link RekeyChunk}. */
    public static final int TYPE_CHUNK = 4;

    /** Authenticator of a header: Ed25519. */
    public static final int AUTH_SIGNATURE = 1;

    /** Authenticator of a chunk: Merkle path to the header's root, leaf first. */
    public static final int AUTH_MERKLE_PATH = 2;

    /** Bytes of a signature. */
    public static final int SIGNATURE_LENGTH = 64;

    /** Most hashes of a path. */
    public static final int MAX_PATH_HASHES = 17;

    /** Part of the header; chunks follow from 1. */
    public static final int HEADER_PART = 0;

    private static final int PART_BITS = 20;

    private static final int PART_MASK = (1 << PART_BITS) - 1;

    /** Most chunks of one rekey: as many leaves as the longest path has. */
    public static final int MAX_CHUNKS = 1 << MAX_PATH_HASHES;

    /** Highest number of a rekey. */
    public static final long MAX_REKEY = (1L << 42) - 1;

    private RekeyPart() {}

    /** Sequence of the INNER with a part of a rekey. */
    public static long sequence(long rekey, int part) {
        return rekey << PART_BITS | part;
    }

    /** Number of the rekey, from 1. */
    public static long rekey(byte[] inner, int off) {
        return InnerHeader.sequence(inner, off) >>> PART_BITS;
    }

    /** {@link #HEADER_PART}, or the number of the chunk among all of the rekey, from 1. */
    public static int part(byte[] inner, int off) {
        return (int) InnerHeader.sequence(inner, off) & PART_MASK;
    }

    /** Bytes that the authenticator covers: INNER without it. */
    public static int authenticatedLength(byte[] inner, int off) {
        return InnerHeader.LENGTH + InnerHeader.contentLength(inner, off);
    }
}
