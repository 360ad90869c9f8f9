package io.trackmc.sim.core;

import java.util.random.RandomGenerator;

/**
 * SplitMix64: 64 bits of state, fast, and the same on every JDK, which {@code java.util} does not promise of its own.
 *
 * <p>Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014. Not for secrets.
 */
final class SplitMix implements RandomGenerator {

    static final long GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    SplitMix(long seed) {
        this.state = seed;
    }

    /** A bijection of 64 bits in which each bit of the result depends on every bit of the argument. */
    static long mix(long value) {
        long z = value;
        z = (z ^ (z >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return z ^ (z >>> 31);
    }

    @Override
    public long nextLong() {
        state += GAMMA;
        return mix(state);
    }
}
