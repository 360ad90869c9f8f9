package io.trackmc.proto.wire;

/** OUTER of RData, which has no body (wire format §5.2). */
public final class RDataHeader {

    /** Bytes of OUTER. */
    public static final int LENGTH = OuterHeader.LENGTH;

    private RDataHeader() {}

    /** Writes OUTER with the security fields left zero; returns its length. */
    public static int write(byte[] b, int off) {
        return EmptyMessage.write(b, off, MessageType.RDATA);
    }
}
