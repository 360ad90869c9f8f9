package io.trackmc.sim.tree;

import io.trackmc.sim.core.Seed;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/**
 * The opposite of what its type promises: bytes that follow from a seed, so that a run with real cryptography can be
 * repeated byte for byte. Only for keys that protect nothing.
 */
public final class SeededSecureRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient RandomGenerator generator;

    /** Bytes that follow from the seed. */
    public SeededSecureRandom(Seed seed) {
        this.generator = seed.generator();
    }

    @Override
    public void nextBytes(byte[] bytes) {
        generator.nextBytes(bytes);
    }
}
