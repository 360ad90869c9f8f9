package io.trackmc.proto.wire;

/** OUTER of Rekey, which has no body (wire format §5.18): the INNER of an authority behind it is all that it says. */
public final class RekeyDatagram {

    /** Bytes of OUTER. */
    public static final int LENGTH = OuterHeader.LENGTH;

    private RekeyDatagram() {}

    /** Writes OUTER with the security fields left zero; returns its length. */
    public static int write(byte[] b, int off) {
        return EmptyMessage.write(b, off, MessageType.REKEY);
    }
}
