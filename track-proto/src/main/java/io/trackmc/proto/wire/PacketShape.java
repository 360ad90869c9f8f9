package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/**
 * The check that comes before all others: everything about a datagram that can be known without a key and without its body.
 *
 * <p>What passes has lengths that agree with each other, so that OUTER, INNER and ICV can be read without looking at lengths
 * again, and a body that is as long as the fixed part of its type at least. Nothing outside the datagram is read, and nothing is allocated.
 */
public final class PacketShape {

    /** Bytes of the ICV that ends each datagram. */
    public static final int ICV_LENGTH = 16;

    /** What is wrong with a datagram. */
    public enum Fault {
        /** Shorter than a header and an ICV, or than its own lengths say. */
        TOO_SHORT,
        /** Longer than the datagram size of the group. */
        TOO_LONG,
        /** A version of the wire format other than {@link OuterHeader#VERSION}. */
        BAD_VERSION,
        /** A type that is reserved or does not exist. */
        UNKNOWN_TYPE,
        /** Lengths, flags, reserved fields or an INNER that the type does not allow. */
        MALFORMED,
        /** A key class or direction that the type does not allow. */
        WRONG_KEY_CLASS
    }

    private PacketShape() {}

    /**
     * Checks the datagram of {@code length} bytes at {@code off}.
     *
     * @param maxDatagramBytes datagram size of the group
     * @return the fault of the first rule of wire format §6.1 that is broken, or null
     */
    public static @Nullable Fault check(byte[] b, int off, int length, int maxDatagramBytes) {
        if (length < OuterHeader.LENGTH + ICV_LENGTH) {
            return Fault.TOO_SHORT;
        }
        if (length > maxDatagramBytes) {
            return Fault.TOO_LONG;
        }
        if (OuterHeader.version(b, off) != OuterHeader.VERSION) {
            return Fault.BAD_VERSION;
        }
        MessageType type = MessageType.of(OuterHeader.typeCode(b, off));
        if (type == null) {
            return Fault.UNKNOWN_TYPE;
        }
        Fault fault = checkOuter(type, b, off, length);
        return fault != null ? fault : checkInner(type, b, off, length);
    }

    /** Where INNER begins, or the ICV when there is no INNER. */
    public static int innerOffset(byte[] b, int off) {
        return off + OuterHeader.outerLength(b, off);
    }

    /** Bytes of INNER, 0 when there is none, in a datagram of {@code length} bytes that passed the check. */
    public static int innerLength(byte[] b, int off, int length) {
        return length - OuterHeader.outerLength(b, off) - ICV_LENGTH;
    }

    private static @Nullable Fault checkOuter(MessageType type, byte[] b, int off, int length) {
        if (innerLength(b, off, length) < 0) {
            return Fault.TOO_SHORT;
        }
        if (!type.allowsOuter(b, off) || !isCommonHeaderWellFormed(b, off) || !hasValidHints(type, b, off)) {
            return Fault.MALFORMED;
        }
        return type.allowsKey(OuterHeader.classCode(b, off), OuterHeader.directionCode(b, off))
                ? null
                : Fault.WRONG_KEY_CLASS;
    }

    private static boolean isCommonHeaderWellFormed(byte[] b, int off) {
        return OuterHeader.reserved(b, off) == 0
                && OuterHeader.spi(b, off) != 0
                && OuterHeader.origin(b, off) != 0
                && OuterHeader.counter(b, off) > 0;
    }

    /** The bodies that nobody parses: their fields are read where they lie. */
    private static boolean hasValidHints(MessageType type, byte[] b, int off) {
        return switch (type) {
            case ODATA -> ODataHeader.highestReleased(b, off) >= 0;
            case NULL_DATA -> NullDataHeader.highestSent(b, off) >= 0 && NullDataHeader.highestReleased(b, off) >= 0;
            default -> true;
        };
    }

    private static @Nullable Fault checkInner(MessageType type, byte[] b, int off, int length) {
        int innerLength = innerLength(b, off, length);
        if (innerLength == 0 && type.allowsNoInner()) {
            return null;
        }
        if (!type.allowsInner()) {
            return Fault.MALFORMED;
        }
        int inner = innerOffset(b, off);
        if (innerLength < InnerHeader.LENGTH || innerLength < InnerHeader.totalLength(b, inner)) {
            return Fault.TOO_SHORT;
        }
        boolean right = innerLength == InnerHeader.totalLength(b, inner)
                && InnerHeader.isWellFormed(b, inner)
                && type.allowsStream(InnerHeader.stream(b, inner));
        return right ? null : Fault.MALFORMED;
    }
}
