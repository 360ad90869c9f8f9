package io.trackmc.proto.buffer;

import java.util.Arrays;

/**
 * Arrays of one length that hold no packet now. Rings of one thread may share one: then there are as many arrays as the rings hold packets together at
 * most, and not as many as each of them held when it held most. Grows with what is given back, and never makes more than were wanted at once.
 */
public final class PacketPool {

    private static final int FIRST_SPARES = 4;

    private final int arrayBytes;
    private byte[][] spares = {};
    private int count;

    /** @param arrayBytes length of each array */
    public PacketPool(int arrayBytes) {
        this.arrayBytes = arrayBytes;
    }

    /** Length of each array. */
    public int arrayBytes() {
        return arrayBytes;
    }

    /** An array that nobody uses, with anything in it: the one that was given back last, or a new one. */
    byte[] take() {
        if (count == 0) {
            return new byte[arrayBytes];
        }
        return spares[--count];
    }

    /** Nobody uses {@code array} any more. */
    void give(byte[] array) {
        if (count == spares.length) {
            spares = Arrays.copyOf(spares, Math.max(FIRST_SPARES, 2 * count));
        }
        spares[count++] = array;
    }
}
