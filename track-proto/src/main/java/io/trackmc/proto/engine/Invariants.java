package io.trackmc.proto.engine;

/** Checks of what must be true whatever the network does; a failure is a bug here and ends the engine loudly. */
public final class Invariants {

    private Invariants() {}

    /**
     * Checks one condition.
     *
     * @throws IllegalStateException with {@code message} when {@code condition} does not hold
     */
    public static void check(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException("invariant broken: " + message);
        }
    }
}
