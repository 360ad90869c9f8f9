package io.trackmc.proto.wire;

/** OUTER of OData, 44 bytes (wire format §5.1). Both fields are hints: they are authentic, but only to the group. */
public final class ODataHeader {

    static final int BODY = 12;

    /** Bytes of OUTER. */
    public static final int LENGTH = OuterHeader.LENGTH + BODY;

    private static final int HIGHEST_RELEASED = OuterHeader.LENGTH;
    private static final int TIMESTAMP = OuterHeader.LENGTH + 8;

    private ODataHeader() {}

    /** Writes OUTER with the security fields left zero; returns its length. */
    public static int write(byte[] b, int off, long highestReleased, int timestamp) {
        OuterHeader.write(b, off, MessageType.ODATA, 0, LENGTH);
        Bytes.putU64(b, off + HIGHEST_RELEASED, highestReleased);
        Bytes.putU32(b, off + TIMESTAMP, timestamp);
        return LENGTH;
    }

    /** Trailing edge: no repair at or below it. */
    public static long highestReleased(byte[] b, int off) {
        return Bytes.getU64(b, off + HIGHEST_RELEASED);
    }

    /** Sender's clock, microseconds modulo 2^32. */
    public static int timestamp(byte[] b, int off) {
        return Bytes.getU32(b, off + TIMESTAMP);
    }
}
