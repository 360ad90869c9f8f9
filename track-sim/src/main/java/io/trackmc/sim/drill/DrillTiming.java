package io.trackmc.sim.drill;

import io.trackmc.proto.engine.TreeTiming;

/**
 * Times of the control tree that a drill chooses, under the names that a node's configuration has for them.
 *
 * @param heartbeatNs between a parent's Heartbeats
 * @param parentMisses Heartbeats missed in a row until a parent counts as lost
 * @param trackNs between a child's Tracks while something changes
 * @param receiverSilenceNs silence after which a parent probes a receiver
 * @param repairHeadSilenceNs the same for a repair head
 */
public record DrillTiming(
        long heartbeatNs, int parentMisses, long trackNs, long receiverSilenceNs, long repairHeadSilenceNs) {

    /** How long a parent is silent before its children go: the detection time. */
    public long detectionNs() {
        return heartbeatNs * parentMisses;
    }

    TreeTiming applyTo(TreeTiming timing) {
        return timing.tuned(heartbeatNs, parentMisses, trackNs, receiverSilenceNs, repairHeadSilenceNs);
    }
}
