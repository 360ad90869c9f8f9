package io.trackmc.cli.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Bytes of the messages that carry one file: one begin, any number of chunks, one end. All integers are big-endian.
 *
 * <pre>
 *   begin  u8 1 | u64 size, or 2^64 - 1 when the sender does not know it yet | name in UTF-8, the rest of the message
 *   chunk  u8 2 | bytes, the rest of the message
 *   end    u8 3 | u64 size | SHA-256 of all bytes
 * </pre>
 */
final class FileMessages {

    static final byte BEGIN = 1;
    static final byte CHUNK = 2;
    static final byte END = 3;

    /** Size of a file whose end is not known yet: of a pipe. */
    static final long UNKNOWN_SIZE = -1;

    static final int KIND_LENGTH = 1;
    static final int SHA_256_LENGTH = 32;

    /** Longest name, in bytes: what file systems take. */
    static final int MAX_NAME_BYTES = 255;

    private static final int SIZE_AT = KIND_LENGTH;
    private static final int AFTER_SIZE = SIZE_AT + Long.BYTES;
    static final int END_LENGTH = AFTER_SIZE + SHA_256_LENGTH;

    private FileMessages() {}

    static byte[] begin(String name, long size) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        byte[] shortened = Arrays.copyOf(text, Math.min(text.length, MAX_NAME_BYTES));
        return ByteBuffer.allocate(AFTER_SIZE + shortened.length).put(BEGIN).putLong(size).put(shortened).array();
    }

    static byte[] end(long size, byte[] sha256) {
        return ByteBuffer.allocate(END_LENGTH).put(END).putLong(size).put(sha256).array();
    }

    /** Kind of a message, 0 for an empty one. */
    static int kind(byte[] bytes, int offset, int length) {
        return length == 0 ? 0 : bytes[offset];
    }

    static boolean isBegin(byte[] bytes, int offset, int length) {
        return kind(bytes, offset, length) == BEGIN
                && length >= AFTER_SIZE
                && length <= AFTER_SIZE + MAX_NAME_BYTES
                && size(bytes, offset) >= UNKNOWN_SIZE;
    }

    static boolean isEnd(byte[] bytes, int offset, int length) {
        return kind(bytes, offset, length) == END && length == END_LENGTH && size(bytes, offset) >= 0;
    }

    /** Of a begin or an end. */
    static long size(byte[] bytes, int offset) {
        return ByteBuffer.wrap(bytes).getLong(offset + SIZE_AT);
    }

    /** Of a begin; as the sender wrote it, so nothing to trust. */
    static String name(byte[] bytes, int offset, int length) {
        return new String(bytes, offset + AFTER_SIZE, length - AFTER_SIZE, StandardCharsets.UTF_8);
    }

    /** Of an end. */
    static byte[] sha256(byte[] bytes, int offset) {
        return Arrays.copyOfRange(bytes, offset + AFTER_SIZE, offset + END_LENGTH);
    }
}
