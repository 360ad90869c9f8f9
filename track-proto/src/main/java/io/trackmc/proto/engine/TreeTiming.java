package io.trackmc.proto.engine;

/**
 * Times of the control tree, in nanoseconds.
 *
 * @param heartbeatNs between a parent's Heartbeats
 * @param parentMisses Heartbeats missed in a row until a parent counts as lost; their sum must exceed the worst pause of a
 *     process
 * @param advertiseNs between a parent's Advertises
 * @param trackNs between a child's Tracks while something changes
 * @param trackIdleNs between its Tracks while nothing does
 * @param nullDataMinimumNs first pause after which an idle sender sends NullData
 * @param nullDataMaximumNs longest pause between its NullData
 * @param bindMinimumNs first wait for an answer to a BindRequest or UnbindRequest
 * @param bindMaximumNs longest wait
 * @param bindTries requests to one parent before the next is tried
 * @param bindRefreshNs between repetitions of a confirmed BindRequest, which remind the parent of a child that it may have given
 *     up
 * @param leafSilenceNs silence after which a parent probes a receiver
 * @param interiorSilenceNs the same for an RH child: longer, because its orphans must find their new parent first
 * @param probeNs between probes
 * @param probes probes without an answer until a child counts as lost
 */
public record TreeTiming(
        long heartbeatNs,
        int parentMisses,
        long advertiseNs,
        long trackNs,
        long trackIdleNs,
        long nullDataMinimumNs,
        long nullDataMaximumNs,
        long bindMinimumNs,
        long bindMaximumNs,
        int bindTries,
        long bindRefreshNs,
        long leafSilenceNs,
        long interiorSilenceNs,
        long probeNs,
        int probes) {

    /** The same with other values of those times that operators may choose. */
    public TreeTiming tuned(
            long otherHeartbeatNs,
            int otherParentMisses,
            long otherTrackNs,
            long otherLeafSilenceNs,
            long otherInteriorSilenceNs) {
        return new TreeTiming(otherHeartbeatNs, otherParentMisses, advertiseNs, otherTrackNs, trackIdleNs,
                nullDataMinimumNs, nullDataMaximumNs, bindMinimumNs, bindMaximumNs, bindTries, bindRefreshNs,
                otherLeafSilenceNs, otherInteriorSilenceNs, probeNs, probes);
    }
}
