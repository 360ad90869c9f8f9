package io.trackmc.proto.wire;

/**
 * The control record that marks where a content epoch begins, 12 bytes of content on the control stream (wire format §3.4). Whoever opens it
 * knows that nothing above its sequence is sealed under an earlier epoch.
 */
public final class EpochRecord {

    public static final int LENGTH = 12;

    private static final int KIND_EPOCH = 2;
    private static final int KIND = 0;
    private static final int RESERVED = 1;
    private static final int LAST_SEQUENCE = 4;

    private EpochRecord() {}

    /** Writes the record; returns its length. */
    public static int write(byte[] b, int off, long lastSequence) {
        Bytes.putU8(b, off + KIND, KIND_EPOCH);
        Bytes.putU8(b, off + RESERVED, 0);
        Bytes.putU16(b, off + RESERVED + 1, 0);
        Bytes.putU64(b, off + LAST_SEQUENCE, lastSequence);
        return LENGTH;
    }

    /** Whether the content of {@code len} bytes is exactly such a record. */
    public static boolean valid(byte[] b, int off, int len) {
        return len == LENGTH
                && Bytes.getU8(b, off + KIND) == KIND_EPOCH
                && Bytes.getU8(b, off + RESERVED) == 0
                && Bytes.getU16(b, off + RESERVED + 1) == 0
                && lastSequence(b, off) >= 0;
    }

    /** Last sequence of the data stream that is sealed under an earlier epoch than this record; 0 none. */
    public static long lastSequence(byte[] b, int off) {
        return Bytes.getU64(b, off + LAST_SEQUENCE);
    }
}
