package io.trackmc.net.node;

/**
 * A child as its parent sees it.
 *
 * @param id node id
 * @param name from the roster, or the node id in decimal
 * @param repairHead whether it is a repair head; else a receiver
 * @param cumAck it has everything up to here
 * @param subtreeCumAck everybody below it, and it, has everything up to here
 * @param receivers receivers in its subtree, itself included
 * @param worstLoss highest loss rate in its subtree, 0 to 1
 * @param rttNs round-trip time to it
 */
public record ChildStatus(
        int id, String name, boolean repairHead, long cumAck, long subtreeCumAck, int receivers, double worstLoss,
        long rttNs) {}
