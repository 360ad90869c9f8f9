package io.trackmc.keys.controller.proof;

/**
 * What was passed over in one reading of the logs, as a Bloom filter of fixed size: when something turns out later to matter, it tells
 * whether it may have been passed over, so that a second reading is needed only then. It never says no wrongly.
 */
final class MissedNames {

    private static final int MIN_BITS = 16;
    private static final int MAX_BITS = 28;
    private static final int BITS_FOR_EACH_ENTRY = 64;

    private static final int PROBES = 3;

    private final int bits;
    private final long[] filter;

    /** With room for {@code 2^bits} bits. */
    MissedNames(int bits) {
        this.bits = bits;
        filter = new long[1 << (bits - 6)];
    }

    /** As many bits as logs of so many entries need, up to 32 MiB: then one in a thousand names is taken for missed that was not. */
    static int bitsFor(long entries) {
        int wanted = Long.SIZE - Long.numberOfLeadingZeros(Math.min(entries, 1L << MAX_BITS) * BITS_FOR_EACH_ENTRY);
        return Math.clamp(wanted, MIN_BITS, MAX_BITS);
    }

    void add(String name) {
        long hash = mixed(name);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            filter[bit >>> 6] |= 1L << bit;
        }
    }

    boolean mayHave(String name) {
        long hash = mixed(name);
        for (int probe = 0; probe < PROBES; probe++) {
            int bit = bit(hash, probe);
            if ((filter[bit >>> 6] >>> bit & 1) == 0) {
                return false;
            }
        }
        return true;
    }

    private int bit(long hash, int probe) {
        return (int) (hash >>> (probe * 18)) & ((1 << bits) - 1);
    }

    private static long mixed(String name) {
        long even = 1125899906842597L;
        long odd = name.length(); // two chains at a time: each step waits for the one before
        int i = 0;
        for (; i + 1 < name.length(); i += 2) {
            even = 31 * even + name.charAt(i);
            odd = 37 * odd + name.charAt(i + 1);
        }
        if (i < name.length()) {
            even = 31 * even + name.charAt(i);
        }
        long hash = even + 0x9e3779b97f4a7c15L * odd;
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        hash = (hash ^ (hash >>> 32)) * 0xd6e8feb86659fd93L;
        return hash ^ (hash >>> 32);
    }
}
