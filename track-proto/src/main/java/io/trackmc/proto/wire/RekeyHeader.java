package io.trackmc.proto.wire;

/**
 * Content of an INNER that announces a rekey, signed by its authority (wire format §3.5). Offsets are from the start of the content.
 *
 * <p>Reads bytes whose shape {@link #isWellFormed} has accepted.
 */
public final class RekeyHeader {

    /** Bytes before the list of the expelled. */
    public static final int FIXED_LENGTH = 168;

    /** Most nodes that one rekey expels. */
    public static final int MAX_EXPELLED = 128;

    public static final int HASH_LENGTH = 32;

    public static final int LAYER_OFFSET = 0;
    public static final int REASON_OFFSET = 1;
    public static final int EXPELLED_COUNT_OFFSET = 2;
    public static final int CHUNK_COUNT_OFFSET = 4;
    public static final int GID_OFFSET = 8;
    public static final int EPOCH_FROM_OFFSET = 16;
    public static final int EPOCH_TO_OFFSET = 24;
    public static final int SPI_OFFSET = 32;
    public static final int NEXT_SPI_OFFSET = 36;
    public static final int ISSUED_AT_OFFSET = 40;
    public static final int NOT_BEFORE_OFFSET = 48;
    public static final int HARD_OFFSET = 52;
    public static final int OVERLAP_OFFSET = 56;
    public static final int RESERVED_OFFSET = 60;
    public static final int EXPIRE_AT_OFFSET = 64;
    public static final int PREVIOUS_HASH_OFFSET = 72;
    public static final int TOKEN_HASH_OFFSET = 104;
    public static final int CHUNK_ROOT_OFFSET = 136;
    public static final int EXPELLED_OFFSET = FIXED_LENGTH;

    private static final int MAX_REASON = 4;

    private RekeyHeader() {}

    /** Bytes of the content with that many expelled. */
    public static int length(int expelledCount) {
        return FIXED_LENGTH + expelledCount * Integer.BYTES;
    }

    /** Code of the layer, 1 transport or 2 content. */
    public static int layer(byte[] b, int off) {
        return Bytes.getU8(b, off + LAYER_OFFSET);
    }

    /** 1 scheduled, 2 membership, 3 expulsion, 4 compromise. */
    public static int reason(byte[] b, int off) {
        return Bytes.getU8(b, off + REASON_OFFSET);
    }

    public static int expelledCount(byte[] b, int off) {
        return Bytes.getU16(b, off + EXPELLED_COUNT_OFFSET);
    }

    /** Node id of one of the expelled. */
    public static int expelled(byte[] b, int off, int index) {
        return Bytes.getU32(b, off + EXPELLED_OFFSET + index * Integer.BYTES);
    }

    /** Chunks of all slices; at least 1. */
    public static int chunkCount(byte[] b, int off) {
        return Bytes.getU32(b, off + CHUNK_COUNT_OFFSET);
    }

    public static long gid(byte[] b, int off) {
        return Bytes.getU64(b, off + GID_OFFSET);
    }

    public static long epochFrom(byte[] b, int off) {
        return Bytes.getU64(b, off + EPOCH_FROM_OFFSET);
    }

    public static long epochTo(byte[] b, int off) {
        return Bytes.getU64(b, off + EPOCH_TO_OFFSET);
    }

    /** SPI of the epoch that this rekey installs. */
    public static int spi(byte[] b, int off) {
        return Bytes.getU32(b, off + SPI_OFFSET);
    }

    /** SPI of the epoch after that. */
    public static int nextSpi(byte[] b, int off) {
        return Bytes.getU32(b, off + NEXT_SPI_OFFSET);
    }

    /** Milliseconds since 1970. */
    public static long issuedAt(byte[] b, int off) {
        return Bytes.getU64(b, off + ISSUED_AT_OFFSET);
    }

    /** Milliseconds. */
    public static int notBefore(byte[] b, int off) {
        return Bytes.getU32(b, off + NOT_BEFORE_OFFSET);
    }

    /** Milliseconds. */
    public static int hard(byte[] b, int off) {
        return Bytes.getU32(b, off + HARD_OFFSET);
    }

    /** Milliseconds. */
    public static int overlap(byte[] b, int off) {
        return Bytes.getU32(b, off + OVERLAP_OFFSET);
    }

    /** Milliseconds since 1970. */
    public static long expireAt(byte[] b, int off) {
        return Bytes.getU64(b, off + EXPIRE_AT_OFFSET);
    }

    /** Whether the fields agree with each other, as far as they tell without any key. */
    public static boolean isWellFormed(byte[] b, int off, int length) {
        return length >= FIXED_LENGTH
                && expelledCount(b, off) <= MAX_EXPELLED
                && length == length(expelledCount(b, off))
                && hasKnownKinds(b, off)
                && hasRightNumbers(b, off)
                && isAscending(b, off);
    }

    private static boolean hasKnownKinds(byte[] b, int off) {
        return layer(b, off) >= 1 && layer(b, off) <= 2
                && reason(b, off) >= 1 && reason(b, off) <= MAX_REASON
                && Bytes.getU32(b, off + RESERVED_OFFSET) == 0;
    }

    private static boolean hasRightNumbers(byte[] b, int off) {
        return chunkCount(b, off) >= 1 && chunkCount(b, off) <= RekeyPart.MAX_CHUNKS
                && epochFrom(b, off) >= 0 && epochTo(b, off) > 0 && epochTo(b, off) - epochFrom(b, off) == 1
                && spi(b, off) != 0 && nextSpi(b, off) != 0
                && issuedAt(b, off) >= 0 && expireAt(b, off) >= issuedAt(b, off)
                && notBefore(b, off) >= 0 && hard(b, off) >= notBefore(b, off) && overlap(b, off) >= 0;
    }

    private static boolean isAscending(byte[] b, int off) {
        int before = 0;
        for (int i = 0; i < expelledCount(b, off); i++) {
            if (Integer.compareUnsigned(expelled(b, off, i), before) <= 0) {
                return false;
            }
            before = expelled(b, off, i);
        }
        return true;
    }
}
