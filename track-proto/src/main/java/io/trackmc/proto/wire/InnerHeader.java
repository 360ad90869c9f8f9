package io.trackmc.proto.wire;

/** The header of INNER, 32 bytes (wire format §3.1). Offsets are from the start of INNER. */
public final class InnerHeader {

    /** Bytes of the header, without content, tag and authenticator. */
    public static final int LENGTH = 32;

    /** Bytes of the tag that {@link #SUITE_AES_256_GCM} puts behind the content. */
    public static final int TAG_LENGTH = 16;

    /** The only version of INNER. */
    public static final int VERSION = 1;

    public static final int STREAM_DATA = 0;
    public static final int STREAM_CONTROL = 1;

    /** Rekeys of the transport layer. */
    public static final int STREAM_TRANSPORT_REKEY = 2;

    /** Rekeys of the content layer. */
    public static final int STREAM_CONTENT_REKEY = 3;

    /** Content is frames of messages; on the data stream. */
    public static final int TYPE_MESSAGES = 1;

    /** Content is a control record; on the control stream. */
    public static final int TYPE_CONTROL = 2;

    /** Content in clear. */
    public static final int SUITE_NONE = 0;

    public static final int SUITE_AES_256_GCM = 1;

    public static final int VERSION_OFFSET = 0;
    public static final int SUITE_OFFSET = 1;
    public static final int STREAM_OFFSET = 2;
    public static final int TYPE_OFFSET = 3;
    public static final int CONTENT_SPI_OFFSET = 4;
    public static final int SOURCE_OFFSET = 8;
    public static final int INCARNATION_OFFSET = 12;
    public static final int SEQUENCE_OFFSET = 20;
    public static final int CONTENT_LENGTH_OFFSET = 28;
    public static final int AUTH_TYPE_OFFSET = 30;
    public static final int AUTH_LENGTH_OFFSET = 31;

    private static final int AUTH_UNIT_BYTES = 4;

    private InnerHeader() {}

    public static int version(byte[] b, int off) {
        return Bytes.getU8(b, off + VERSION_OFFSET);
    }

    public static int suite(byte[] b, int off) {
        return Bytes.getU8(b, off + SUITE_OFFSET);
    }

    public static int stream(byte[] b, int off) {
        return Bytes.getU8(b, off + STREAM_OFFSET);
    }

    public static int type(byte[] b, int off) {
        return Bytes.getU8(b, off + TYPE_OFFSET);
    }

    /** Names group and content epoch; 0 with {@link #SUITE_NONE}. */
    public static int contentSpi(byte[] b, int off) {
        return Bytes.getU32(b, off + CONTENT_SPI_OFFSET);
    }

    /** Node id of the source. */
    public static int source(byte[] b, int off) {
        return Bytes.getU32(b, off + SOURCE_OFFSET);
    }

    /** First 8 bytes of the source's incarnation. */
    public static long incarnation(byte[] b, int off) {
        return Bytes.getU64(b, off + INCARNATION_OFFSET);
    }

    /** Number of this INNER in its stream, from 1. */
    public static long sequence(byte[] b, int off) {
        return Bytes.getU64(b, off + SEQUENCE_OFFSET);
    }

    /** Bytes of content, without the tag. */
    public static int contentLength(byte[] b, int off) {
        return Bytes.getU16(b, off + CONTENT_LENGTH_OFFSET);
    }

    /** 0: no authenticator. */
    public static int authType(byte[] b, int off) {
        return Bytes.getU8(b, off + AUTH_TYPE_OFFSET);
    }

    /** Bytes of the authenticator. */
    public static int authLengthBytes(byte[] b, int off) {
        return Bytes.getU8(b, off + AUTH_LENGTH_OFFSET) * AUTH_UNIT_BYTES;
    }

    /** Bytes of INNER as its header says: header, content, tag and authenticator. */
    public static int totalLength(byte[] b, int off) {
        int tag = suite(b, off) == SUITE_NONE ? 0 : TAG_LENGTH;
        return LENGTH + contentLength(b, off) + tag + authLengthBytes(b, off);
    }

    /** Writes all fields; no authenticator. */
    public static void write(
            byte[] b,
            int off,
            int suite,
            int stream,
            int type,
            int contentSpi,
            int source,
            long incarnation,
            long sequence,
            int contentLength) {
        Bytes.putU8(b, off + VERSION_OFFSET, VERSION);
        Bytes.putU8(b, off + SUITE_OFFSET, suite);
        Bytes.putU8(b, off + STREAM_OFFSET, stream);
        Bytes.putU8(b, off + TYPE_OFFSET, type);
        Bytes.putU32(b, off + CONTENT_SPI_OFFSET, contentSpi);
        Bytes.putU32(b, off + SOURCE_OFFSET, source);
        Bytes.putU64(b, off + INCARNATION_OFFSET, incarnation);
        Bytes.putU64(b, off + SEQUENCE_OFFSET, sequence);
        Bytes.putU16(b, off + CONTENT_LENGTH_OFFSET, contentLength);
        Bytes.putU8(b, off + AUTH_TYPE_OFFSET, 0);
        Bytes.putU8(b, off + AUTH_LENGTH_OFFSET, 0);
    }

    /** Whether the fields agree with each other and with the wire format, as far as they tell without any key. */
    static boolean isWellFormed(byte[] b, int off) {
        return version(b, off) == VERSION
                && suite(b, off) <= SUITE_AES_256_GCM
                && (suite(b, off) == SUITE_NONE) == (contentSpi(b, off) == 0)
                && hasTypeOfStream(b, off)
                && source(b, off) != 0
                && sequence(b, off) > 0
                && hasRightAuthenticator(b, off);
    }

    /** There is one exactly when its type says so; only the path of the one chunk of a rekey may be empty. */
    private static boolean hasRightAuthenticator(byte[] b, int off) {
        boolean mayBeEmpty = type(b, off) == RekeyPart.TYPE_CHUNK;
        return (authType(b, off) == 0) == (authLengthBytes(b, off) == 0)
                || (mayBeEmpty && authType(b, off) == RekeyPart.AUTH_MERKLE_PATH);
    }

    private static boolean hasTypeOfStream(byte[] b, int off) {
        return switch (stream(b, off)) {
            case STREAM_DATA -> type(b, off) == TYPE_MESSAGES;
            case STREAM_CONTROL -> type(b, off) == TYPE_CONTROL;
            case STREAM_TRANSPORT_REKEY, STREAM_CONTENT_REKEY -> RekeyPart.isWellFormed(b, off);
            default -> false;
        };
    }
}
