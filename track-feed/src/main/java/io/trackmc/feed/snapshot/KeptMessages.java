package io.trackmc.feed.snapshot;

import java.util.Arrays;

/** Messages in a row that wait until it is known what they follow, in one array that grows up to its limit. */
final class KeptMessages {

    private static final int LENGTH_BYTES = 2;
    private static final int FIRST_BYTES = 1 << 12;

    private final int roomBytes;
    private byte[] bytes = {};
    private int used;
    private long firstSequence;

    KeptMessages(int roomBytes) {
        this.roomBytes = roomBytes;
    }

    /** Takes one of the messages. */
    interface Taker {
        void take(long sequence, byte[] bytes, int offset, int length);
    }

    /** Throws away what is there; the next message is this one. */
    void begin(long sequence) {
        firstSequence = sequence;
        used = 0;
    }

    /** Sequence of the first, or of the next where there is none. */
    long firstSequence() {
        return firstSequence;
    }

    boolean hasRoomFor(int length) {
        return used + LENGTH_BYTES + length <= roomBytes;
    }

    void add(byte[] from, int offset, int length) {
        int end = used + LENGTH_BYTES + length;
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(roomBytes, Math.max(end, Math.max(FIRST_BYTES, 2 * bytes.length))));
        }
        bytes[used] = (byte) (length >>> Byte.SIZE);
        bytes[used + 1] = (byte) length;
        System.arraycopy(from, offset, bytes, used + LENGTH_BYTES, length);
        used = end;
    }

    /** Hands all over, in their order, and keeps none. */
    void drainTo(Taker taker) {
        long sequence = firstSequence;
        int at = 0;
        while (at < used) {
            int length = Byte.toUnsignedInt(bytes[at]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 1]);
            taker.take(sequence++, bytes, at + LENGTH_BYTES, length);
            at += LENGTH_BYTES + length;
        }
        firstSequence = sequence;
        used = 0;
        bytes = new byte[0];
    }
}
