package io.trackmc.repairhead;

/**
 * Sees every INNER that reaches a repair head or leaves it, so that it can be tried whether its keys, or those of somebody who was expelled, open
 * one. For demonstrations and tests; costs a copy for each.
 */
@FunctionalInterface
public interface InnerObserver {

    /**
     * A well-formed datagram with an INNER has arrived; whether it was accepted is not said. Called on the driver's thread:
     * must not block.
     *
     * @param inner a copy that the observer may keep
     */
    void onInner(byte[] inner);

    /**
     * The repair head sends a datagram with an INNER. Called on the driver's thread: must not block.
     *
     * @param inner a copy that the observer may keep
     */
    default void onSent(byte[] inner) {}
}
