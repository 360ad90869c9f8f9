package io.trackmc.it.roles;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Messages that say their number, the rest of each following from it; and a sum over all of them. */
final class Messages {

    private static final int NUMBER_BYTES = Long.BYTES;

    private final byte[] filling;
    private final CRC32C sum = new CRC32C();
    private long next;
    private long bytes;

    Messages(int longest) {
        filling = new byte[longest];
        new SplittableRandom(longest).nextBytes(filling);
    }

    /** The next message of that length, in an array that is used again; shorter ones than a number have none. */
    byte[] next(int length) {
        if (length >= NUMBER_BYTES) {
            ByteBuffer.wrap(filling).putLong(next);
        }
        sum.update(filling, 0, length);
        bytes += length;
        next++;
        return filling;
    }

    long count() {
        return next;
    }

    long bytes() {
        return bytes;
    }

    long checksum() {
        return sum.getValue();
    }

    /** What a message says its number is; -1 when it is too short to say. */
    static long number(byte[] message, int offset, int length) {
        return length < NUMBER_BYTES ? -1 : ByteBuffer.wrap(message, offset, length).getLong();
    }
}
