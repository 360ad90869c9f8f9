package io.trackmc.proto.testing;

/** A quick hash that stands for HMAC and SHA-256 in tests: not secure, but every input bit matters. Allocates nothing. */
final class Mixer {

    private static final long PRIME = 0x100000001b3L;

    private Mixer() {}

    /** Continues a hash with eight bytes. */
    static long mix(long hash, long value) {
        long h = (hash ^ value) * 0x9e3779b97f4a7c15L;
        h ^= h >>> 32;
        h *= 0xd6e8feb86659fd93L;
        return h ^ (h >>> 29);
    }

    /** Continues a hash with bytes, their number included. */
    static long mix(long hash, byte[] bytes, int offset, int length) {
        long h = hash;
        for (int i = 0; i < length; i++) {
            h = (h ^ (bytes[offset + i] & 0xff)) * PRIME;
        }
        return mix(h, length);
    }

    /** Writes {@code value} in eight bytes. */
    static void put(byte[] bytes, int offset, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[offset + i] = (byte) (value >>> (8 * (7 - i)));
        }
    }

    /** Whether eight bytes hold {@code value}. */
    static boolean holds(byte[] bytes, int offset, long value) {
        for (int i = 0; i < Long.BYTES; i++) {
            if (bytes[offset + i] != (byte) (value >>> (8 * (7 - i)))) {
                return false;
            }
        }
        return true;
    }
}
