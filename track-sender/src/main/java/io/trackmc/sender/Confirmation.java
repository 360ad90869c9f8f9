package io.trackmc.sender;

import java.util.List;

/**
 * What a sender knows when every receiver has answered.
 *
 * @param expected receivers from the start that were in the tree when the session began or was finished
 * @param confirmed receivers that have confirmed the whole session, as {@code session.confirm} says
 * @param late receivers that came too late for the beginning, and have confirmed the rest likewise
 * @param failures receivers given up in the tree, and why; none when all have confirmed
 * @param messages messages accepted from the application
 * @param packets packets sent, each counted once
 * @param bytes bytes of messages
 * @param repairsSent repairs that the sender itself sent
 * @param nacksReceived NACKs that reached the sender
 */
public record Confirmation(
        int expected,
        int confirmed,
        int late,
        Failures failures,
        long messages,
        long packets,
        long bytes,
        long repairsSent,
        long nacksReceived) {

    /** Receivers given up in the tree. */
    public int failed() {
        return failures.count();
    }

    /** Names of those that are known. */
    public List<String> failedReceivers() {
        return failures.names();
    }
}
