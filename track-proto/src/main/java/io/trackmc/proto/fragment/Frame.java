package io.trackmc.proto.fragment;

import static java.nio.ByteOrder.BIG_ENDIAN;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Layout of a frame, a message or a part of one in the content of a packet (wire format §3.3). */
final class Frame {

    static final int BEGIN = 1;
    static final int END = 2;
    static final int WHOLE = BEGIN | END;

    /** Bytes before the message, without totalLength. */
    static final int HEADER_LENGTH = 4;

    static final int TOTAL_LENGTH_BYTES = 4;
    static final int MAX_PART_BYTES = 0xFFFF;

    /** Room in which no message can begin: its first frame would hold nothing. */
    static final int MAX_PADDING_BYTES = HEADER_LENGTH + TOTAL_LENGTH_BYTES;

    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, BIG_ENDIAN);
    private static final VarHandle U32 = MethodHandles.byteArrayViewVarHandle(int[].class, BIG_ENDIAN);

    private Frame() {}

    /** Bytes before the message in a frame with these flags. */
    static int headerLength(int flags) {
        return flags == BEGIN ? HEADER_LENGTH + TOTAL_LENGTH_BYTES : HEADER_LENGTH;
    }

    /** Writes the header; returns its length. */
    static int write(byte[] b, int off, int flags, int length, int totalLength) {
        b[off] = (byte) flags;
        b[off + 1] = 0;
        U16.set(b, off + 2, (short) length);
        if (flags == BEGIN) {
            U32.set(b, off + HEADER_LENGTH, totalLength);
        }
        return headerLength(flags);
    }

    static int flags(byte[] b, int off) {
        return b[off] & 0xFF;
    }

    static int reserved(byte[] b, int off) {
        return b[off + 1] & 0xFF;
    }

    /** Bytes of the message in this frame. */
    static int length(byte[] b, int off) {
        return (short) U16.get(b, off + 2) & 0xFFFF;
    }

    /** Bytes of the whole message; only with BEGIN and not END. */
    static long totalLength(byte[] b, int off) {
        return (int) U32.get(b, off + HEADER_LENGTH) & 0xFFFF_FFFFL;
    }

    /** Whether a complete frame, with nothing undefined in it, lies in {@code off..end-1}. */
    static boolean isWellFormed(byte[] b, int off, int end) {
        if (end - off < HEADER_LENGTH || flags(b, off) > WHOLE || reserved(b, off) != 0) {
            return false;
        }
        return end - off >= headerLength(flags(b, off)) + length(b, off);
    }

    /** Whether nothing but padding lies in {@code off..end-1}, behind a frame with these flags; only a message that is complete is followed by any. */
    static boolean isPadding(byte[] b, int off, int end, int flagsBefore) {
        if (end - off > MAX_PADDING_BYTES || (flagsBefore & END) == 0) {
            return false;
        }
        for (int at = off; at < end; at++) {
            if (b[at] != 0) {
                return false;
            }
        }
        return true;
    }

    /** Bytes of a well-formed frame. */
    static int size(byte[] b, int off) {
        return headerLength(flags(b, off)) + length(b, off);
    }
}
