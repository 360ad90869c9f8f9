package io.trackmc.sim.tree;

/**
 * How the application of a receiver takes messages.
 *
 * @param messagesPerTurn most messages that it takes at a time
 * @param turnNs time between two turns; 0 for whenever there is something
 * @param explicitConfirm whether it confirms by itself what it has finished with
 */
public record Appetite(int messagesPerTurn, long turnNs, boolean explicitConfirm) {

    /** Takes everything at once. */
    public static final Appetite EAGER = new Appetite(Integer.MAX_VALUE, 0, false);
}
