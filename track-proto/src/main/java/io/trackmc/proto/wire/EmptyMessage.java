package io.trackmc.proto.wire;

/** Messages without a body: OUTER is the common header. */
public final class EmptyMessage {

    private EmptyMessage() {}

    /** Writes OUTER with the security fields left zero; returns its length. */
    public static int write(byte[] b, int off, MessageType type) {
        return write(b, off, type, 0);
    }

    /** The same with flags. */
    public static int write(byte[] b, int off, MessageType type, int flags) {
        OuterHeader.write(b, off, type, flags, OuterHeader.LENGTH);
        return OuterHeader.LENGTH;
    }
}
