package io.trackmc.proto.wire;

/**
 * Content of an INNER with a part of one slice of a rekey (wire format §3.6). Offsets are from the start of the content. The entries
 * behind the fixed part are for those who hold keys.
 */
public final class RekeyChunk {

    /** Bytes before the entries. */
    public static final int FIXED_LENGTH = 12;

    /** Most bytes of content: with the longest Merkle path, the datagram still has at most 1,200. */
    public static final int MAX_LENGTH = 576;

    public static final int SLICE_OFFSET = 0;
    public static final int PARENT_REGION_OFFSET = 4;
    public static final int INDEX_OFFSET = 8;
    public static final int COUNT_OFFSET = 10;

    private RekeyChunk() {}

    /** Region whose part of the tree it changes; -1 the interior slice. */
    public static int slice(byte[] b, int off) {
        return Bytes.getU32(b, off + SLICE_OFFSET);
    }

    /** Region in which the head of that region is at home; of region 0 itself; -1 of the interior slice. */
    public static int parentRegion(byte[] b, int off) {
        return Bytes.getU32(b, off + PARENT_REGION_OFFSET);
    }

    /** Number of this chunk in its slice, from 0. */
    public static int index(byte[] b, int off) {
        return Bytes.getU16(b, off + INDEX_OFFSET);
    }

    /** Chunks of the slice, at least 1. */
    public static int count(byte[] b, int off) {
        return Bytes.getU16(b, off + COUNT_OFFSET);
    }

    /** Writes the fixed part. */
    public static void write(byte[] b, int off, int slice, int parentRegion, int index, int count) {
        Bytes.putU32(b, off + SLICE_OFFSET, slice);
        Bytes.putU32(b, off + PARENT_REGION_OFFSET, parentRegion);
        Bytes.putU16(b, off + INDEX_OFFSET, index);
        Bytes.putU16(b, off + COUNT_OFFSET, count);
    }

    /** Whether the fields agree with each other; entries are not looked at. */
    public static boolean isWellFormed(byte[] b, int off, int length) {
        return length > FIXED_LENGTH && length <= MAX_LENGTH && count(b, off) >= 1 && index(b, off) < count(b, off)
                && (slice(b, off) == -1) == (parentRegion(b, off) == -1)
                && (slice(b, off) != 0 || parentRegion(b, off) == 0);
    }
}
