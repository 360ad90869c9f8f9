package io.trackmc.proto.wire;

/** The control record that ends a session, 12 bytes of content on the control stream (wire format §3.4). */
public final class CloseRecord {

    public static final int LENGTH = 12;

    /** Everything was sent. */
    public static final int REASON_COMPLETE = 0;

    /** The sender gave up. */
    public static final int REASON_ABORTED = 1;

    private static final int KIND_CLOSE = 1;
    private static final int KIND = 0;
    private static final int REASON = 1;
    private static final int RESERVED = 2;
    private static final int LAST_SEQUENCE = 4;

    private CloseRecord() {}

    /** Writes the record; returns its length. */
    public static int write(byte[] b, int off, int reason, long lastSequence) {
        Bytes.putU8(b, off + KIND, KIND_CLOSE);
        Bytes.putU8(b, off + REASON, reason);
        Bytes.putU16(b, off + RESERVED, 0);
        Bytes.putU64(b, off + LAST_SEQUENCE, lastSequence);
        return LENGTH;
    }

    /** Whether the content of {@code len} bytes is exactly a Close; the other accessors are for content that is. */
    public static boolean valid(byte[] b, int off, int len) {
        return len == LENGTH
                && Bytes.getU8(b, off + KIND) == KIND_CLOSE
                && reason(b, off) <= REASON_ABORTED
                && Bytes.getU16(b, off + RESERVED) == 0
                && lastSequence(b, off) >= 0;
    }

    /** {@link #REASON_COMPLETE} or {@link #REASON_ABORTED}. */
    public static int reason(byte[] b, int off) {
        return Bytes.getU8(b, off + REASON);
    }

    /** Last sequence of the data stream; 0 when nothing was sent. */
    public static long lastSequence(byte[] b, int off) {
        return Bytes.getU64(b, off + LAST_SEQUENCE);
    }
}
