package io.trackmc.proto.wire;

/**
 * The common header that begins every datagram, 32 bytes (wire format §2.1). Offsets are from the start of OUTER.
 *
 * <p>Whoever writes a message fills in version, type, flags and length; whoever seals it fills in the rest.
 */
public final class OuterHeader {

    /** Bytes of the header, without the body that may follow. */
    public static final int LENGTH = 32;

    /** The only version of the wire format. */
    public static final int VERSION = 1;

    public static final int VERSION_OFFSET = 0;
    public static final int TYPE_OFFSET = 1;
    public static final int FLAGS_OFFSET = 2;
    public static final int CLASS_OFFSET = 3;
    public static final int OUTER_LENGTH_OFFSET = 4;
    public static final int RESERVED_OFFSET = 6;
    public static final int SPI_OFFSET = 8;
    public static final int ORIGIN_OFFSET = 12;
    public static final int INCARNATION_OFFSET = 16;
    public static final int COUNTER_OFFSET = 24;

    private OuterHeader() {}

    public static int version(byte[] b, int off) {
        return Bytes.getU8(b, off + VERSION_OFFSET);
    }

    /** Number of the message type, 0 to 255; see {@link MessageType#of}. */
    public static int typeCode(byte[] b, int off) {
        return Bytes.getU8(b, off + TYPE_OFFSET);
    }

    public static int flags(byte[] b, int off) {
        return Bytes.getU8(b, off + FLAGS_OFFSET);
    }

    /** Number of the key class, 0 to 15. */
    public static int classCode(byte[] b, int off) {
        return Bytes.getU8(b, off + CLASS_OFFSET) >> 4;
    }

    /** Number of the direction, 0 to 15. */
    public static int directionCode(byte[] b, int off) {
        return Bytes.getU8(b, off + CLASS_OFFSET) & 0xF;
    }

    /** Bytes of OUTER: this header and the body. */
    public static int outerLength(byte[] b, int off) {
        return Bytes.getU16(b, off + OUTER_LENGTH_OFFSET);
    }

    public static int reserved(byte[] b, int off) {
        return Bytes.getU16(b, off + RESERVED_OFFSET);
    }

    /** Names group and transport epoch. */
    public static int spi(byte[] b, int off) {
        return Bytes.getU32(b, off + SPI_OFFSET);
    }

    /** Node id of the node that computed the ICV. */
    public static int origin(byte[] b, int off) {
        return Bytes.getU32(b, off + ORIGIN_OFFSET);
    }

    /** First 8 bytes of the origin's incarnation. */
    public static long incarnation(byte[] b, int off) {
        return Bytes.getU64(b, off + INCARNATION_OFFSET);
    }

    /** Number of this packet under its key. */
    public static long counter(byte[] b, int off) {
        return Bytes.getU64(b, off + COUNTER_OFFSET);
    }

    /** Writes version, type, flags and length, and zeroes the rest of the header. */
    public static void write(byte[] b, int off, MessageType type, int flags, int outerLength) {
        Bytes.putU8(b, off + VERSION_OFFSET, VERSION);
        Bytes.putU8(b, off + TYPE_OFFSET, type.code());
        Bytes.putU8(b, off + FLAGS_OFFSET, flags);
        Bytes.putU16(b, off + OUTER_LENGTH_OFFSET, outerLength);
        Bytes.putU16(b, off + RESERVED_OFFSET, 0);
        writeSecurity(b, off, 0, 0, 0, 0, 0, 0);
    }

    /** Writes what the node that authenticates the packet knows; for sealers. */
    public static void writeSecurity(
            byte[] b, int off, int classCode, int directionCode, int spi, int origin, long incarnation, long counter) {
        Bytes.putU8(b, off + CLASS_OFFSET, classCode << 4 | directionCode);
        Bytes.putU32(b, off + SPI_OFFSET, spi);
        Bytes.putU32(b, off + ORIGIN_OFFSET, origin);
        Bytes.putU64(b, off + INCARNATION_OFFSET, incarnation);
        Bytes.putU64(b, off + COUNTER_OFFSET, counter);
    }
}
