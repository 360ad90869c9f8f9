package io.trackmc.sim.net;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Makes changed copies of datagrams; a copy always differs from the original. */
final class Damager {

    private static final int MAX_FLIPS = 8;

    private Damager() {}

    /** A copy with one to eight bits flipped; the same datagram when it is empty. */
    static Datagram flipBits(Datagram datagram, RandomGenerator random) {
        byte[] bytes = datagram.bytes().clone();
        if (bytes.length == 0) {
            return datagram;
        }
        int firstBit = random.nextInt(bytes.length * Byte.SIZE);
        int flips = 1 + random.nextInt(Math.min(MAX_FLIPS, bytes.length * Byte.SIZE));
        for (int i = 0; i < flips; i++) {
            int bit = (firstBit + i * 7919) % (bytes.length * Byte.SIZE);
            bytes[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        }
        return Arrays.equals(bytes, datagram.bytes()) ? datagram : datagram.forged(bytes);
    }

    /** A copy that is at least one byte shorter; the same datagram when it is empty. */
    static Datagram truncate(Datagram datagram, RandomGenerator random) {
        byte[] bytes = datagram.bytes();
        if (bytes.length == 0) {
            return datagram;
        }
        return datagram.forged(Arrays.copyOf(bytes, random.nextInt(bytes.length)));
    }
}
