package io.trackmc.net;

/**
 * Where the commands of the application wait: a role puts its rings and queues behind this, and calls
 * {@link EngineDriver#wake} after putting something in.
 */
@FunctionalInterface
public interface CommandSource {

    /** Has nothing, ever. */
    CommandSource NONE = nowNs -> false;

    /**
     * Hands waiting commands to the engine. Called on the driver's thread in every turn, before transmits are polled; hands
     * over a bounded number and stops early when the engine accepts no more.
     *
     * @return true when the engine would accept more now, so that the next turn must not wait; false when there is nothing
     *     left, or when the engine must first hear from the network or from a timer
     */
    boolean drain(long nowNs);
}
