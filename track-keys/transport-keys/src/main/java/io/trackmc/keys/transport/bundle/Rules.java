package io.trackmc.keys.transport.bundle;

/** How parts of a bundle say that they do not belong together. */
final class Rules {

    private Rules() {}

    static void require(boolean condition, String rule) {
        if (!condition) {
            throw new IllegalArgumentException(rule);
        }
    }
}
