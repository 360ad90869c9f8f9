package io.trackmc.sender;

/**
 * What is known of one position at one moment.
 *
 * @param position of a message
 * @param reached whether every receiver in the tree has confirmed all messages up to it
 * @param confirmed receivers that have; while it is not reached, those that are certain to: they have confirmed the whole session
 * @param expected receivers there when the session began, or was finished; at least {@code confirmed}
 * @param failures of the others, those that were given up
 */
public record PositionStatus(long position, boolean reached, int confirmed, int expected, Failures failures) {

    /** Receivers given up that have not confirmed. */
    public int failed() {
        return failures.count();
    }
}
