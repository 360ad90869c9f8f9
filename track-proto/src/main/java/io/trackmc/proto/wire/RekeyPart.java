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

    private static final int HASH_LENGTH = 32;
    private static final int FIRST_AUTHORITY = 0xFFFFFFF0;

    private RekeyPart() {}

    /** Node id of the authority whose rekeys are on a stream, 2 or 3. */
    public static int authority(int stream) {
        return FIRST_AUTHORITY + stream - InnerHeader.STREAM_TRANSPORT_REKEY;
    }

    /** Whether the INNER of a rekey stream, as long as its header says, is a part of a rekey by all that can be known without a key. */
    static boolean isWellFormed(byte[] b, int off) {
        int content = off + InnerHeader.LENGTH;
        int length = InnerHeader.contentLength(b, off);
        boolean right = part(b, off) == HEADER_PART
                ? isHeader(b, off) && RekeyHeader.isWellFormed(b, content, length)
                        && RekeyHeader.layer(b, content) == InnerHeader.stream(b, off) - 1
                : isChunk(b, off) && RekeyChunk.isWellFormed(b, content, length);
        return right && rekey(b, off) >= 1
                && InnerHeader.suite(b, off) == InnerHeader.SUITE_NONE
                && InnerHeader.incarnation(b, off) == 0
                && InnerHeader.source(b, off) == authority(InnerHeader.stream(b, off));
    }

    private static boolean isHeader(byte[] b, int off) {
        return InnerHeader.type(b, off) == TYPE_HEADER && InnerHeader.authType(b, off) == AUTH_SIGNATURE
                && InnerHeader.authLengthBytes(b, off) == SIGNATURE_LENGTH;
    }

    /** The path of the only chunk of a rekey is empty. */
    private static boolean isChunk(byte[] b, int off) {
        int bytes = InnerHeader.authLengthBytes(b, off);
        return InnerHeader.type(b, off) == TYPE_CHUNK && part(b, off) <= MAX_CHUNKS
                && InnerHeader.authType(b, off) == AUTH_MERKLE_PATH
                && bytes % HASH_LENGTH == 0 && bytes <= MAX_PATH_HASHES * HASH_LENGTH;
    }

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
