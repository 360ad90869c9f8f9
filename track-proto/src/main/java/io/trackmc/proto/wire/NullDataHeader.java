package io.trackmc.proto.wire;

/** OUTER of NullData, 56 bytes (wire format §5.3). All fields are hints: they are authentic, but only to the group. */
public final class NullDataHeader {

    static final int BODY = 24;

    /** Bytes of OUTER. */
    public static final int LENGTH = OuterHeader.LENGTH + BODY;

    private static final int HIGHEST_SENT = OuterHeader.LENGTH;
    private static final int HIGHEST_RELEASED = OuterHeader.LENGTH + 8;
    private static final int TIMESTAMP = OuterHeader.LENGTH + 16;

    private static final int CONTENT_SPI = OuterHeader.LENGTH + 20;

    private NullDataHeader() {}

    /** Writes OUTER with the security fields left zero; returns its length. */
    public static int write(byte[] b, int off, long highestSent, long highestReleased, int timestamp, int contentSpi) {
        OuterHeader.write(b, off, MessageType.NULL_DATA, 0, LENGTH);
        Bytes.putU64(b, off + HIGHEST_SENT, highestSent);
        Bytes.putU64(b, off + HIGHEST_RELEASED, highestReleased);
        Bytes.putU32(b, off + TIMESTAMP, timestamp);
        Bytes.putU32(b, off + CONTENT_SPI, contentSpi);
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

    /** Content SPI of the epoch under which everything above highestSent is sealed, if not under a later one; 0 not told. */
    public static int contentSpi(byte[] b, int off) {
        return Bytes.getU32(b, off + CONTENT_SPI);
    }

    /** Sender's clock, microseconds modulo 2^32. */
    public static int timestamp(byte[] b, int off) {
        return Bytes.getU32(b, off + TIMESTAMP);
    }
}
