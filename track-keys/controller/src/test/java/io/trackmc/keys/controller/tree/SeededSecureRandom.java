package io.trackmc.keys.controller.tree;

import java.security.SecureRandom;
import java.util.Random;

/** The opposite of what its type promises: bytes that follow from a seed. Only for keys that protect nothing. */
final class SeededSecureRandom extends SecureRandom {

    private static final long serialVersionUID = 1L;

    private final transient Random generator;

    SeededSecureRandom(long seed) {
        generator = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        generator.nextBytes(bytes);
    }
}
