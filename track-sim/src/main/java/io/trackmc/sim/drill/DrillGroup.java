package io.trackmc.sim.drill;

import java.util.List;

/**
 * Who takes part in a drill, and what is sent.
 *
 * @param receivers how many, spread over the lowest repair heads
 * @param repairHeads how many on each level below the sender, the highest first; at least one level
 * @param backups most backup parents of each node
 * @param keysInAdvance whether nodes hold the keys of their backups before they need them
 * @param loss probability that a datagram is lost on its way to one node
 * @param dataLoss the same for what the source multicasts, besides; nothing else is lost by it
 * @param messagesPerSecond pace of the source
 * @param messageBytes size of each message; at least 16
 * @param seconds how long the source sends
 * @param windowPackets flow-control window, a power of two
 * @param maxChildren most children of one parent
 */
public record DrillGroup(
        int receivers, List<Integer> repairHeads, int backups, boolean keysInAdvance, double loss,
        double dataLoss, int messagesPerSecond, int messageBytes, int seconds, int windowPackets, int maxChildren) {

    private static final long SECOND_NS = 1_000_000_000L;

    public DrillGroup {
        repairHeads = List.copyOf(repairHeads);
    }

    /** Messages that the source sends. */
    public int messages() {
        return messagesPerSecond * seconds;
    }

    /** Time between two messages, in nanoseconds. */
    public long intervalNs() {
        return SECOND_NS / messagesPerSecond;
    }

    /** How long the source sends, in nanoseconds. */
    public long durationNs() {
        return seconds * SECOND_NS;
    }

    /** The same, but keys of backups are not held in advance. */
    public DrillGroup withoutBackupKeys() {
        return new DrillGroup(receivers, repairHeads, backups, false, loss, dataLoss, messagesPerSecond, messageBytes,
                seconds, windowPackets, maxChildren);
    }
}
