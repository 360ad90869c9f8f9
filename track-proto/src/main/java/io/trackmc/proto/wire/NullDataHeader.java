package io.trackmc.proto.wire;

/** OUTER of NullData, 52 bytes (wire format §5.3). All fields are hints: they are authentic, but only to the group. */
public final class NullDataHeader {

    static final int BODY = 20;

    /** Bytes of OUTER. */
    public static final int LENGTH = OuterHeader.LENGTH + BODY;

    private static final int HIGHEST_SENT = OuterHeader.LENGTH;
    private static final int HIGHEST_RELEASED = OuterHeader.LENGTH + 8;
    private static final int TIMESTAMP = OuterHeader.LENGTH + 16;

    private NullDataHeader() {}

    /** Writes OUTER with the security fields left zero; returns its length. */
    public static int write(byte[] b, int off, long highestSent, long highestReleased, int timestamp) {
        OuterHeader.write(b, off, MessageType.NULL_DATA, 0, LENGTH);
        Bytes.putU64(b, off + HIGHEST_SENT, highestSent);
        Bytes.putU64(b, off + HIGHEST_RELEASED, highestReleased);
        Bytes.putU32(b, off + TIMESTAMP, timestamp);
        return LENGTH;
    }

    /** Leading edge of the data stream. */
    public static long highestSent(byte[] b, int off) {
        return Bytes.getU64(b, off + HIGHEST_SENT);
    }

    /** Trailing edge, as in OData. */
    public static long highestReleased(byte[] b, int off) {
        return Bytes.getU64(b, off + HIGHEST_RELEASED);
    }

    /** Sender's clock, microseconds modulo 2^32. */
    public static int timestamp(byte[] b, int off) {
        return Bytes.getU32(b, off + TIMESTAMP);
    }
}
