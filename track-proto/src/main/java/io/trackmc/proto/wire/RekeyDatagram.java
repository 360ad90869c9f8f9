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

    /**
     * Whether bytes that came by another way are, by all that can be known without a key, an INNER that this message carries.
     *
     * @param maxDatagramBytes datagram size of the group
     */
    public static boolean carries(byte[] inner, int maxDatagramBytes) {
        return inner.length >= InnerHeader.LENGTH
                && LENGTH + inner.length + PacketShape.ICV_LENGTH <= maxDatagramBytes
                && InnerHeader.totalLength(inner, 0) == inner.length
                && InnerHeader.isWellFormed(inner, 0)
                && MessageType.REKEY.allowsStream(InnerHeader.stream(inner, 0));
    }
}
