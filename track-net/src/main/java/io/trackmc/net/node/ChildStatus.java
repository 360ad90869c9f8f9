package io.trackmc.net.node;

import java.util.Comparator;
import java.util.concurrent.TimeUnit;

/**
 * A child as its parent sees it.
 *
 * @param id node id
 * @param name from the roster, or the node id in decimal
 * @param repairHead whether it is a repair head; else a receiver
 * @param cumAck sequence up to which it has everything
 * @param subtreeCumAck sequence up to which everybody below it, and it, has everything
 * @param confirmed sequence up to which all receivers in its subtree have confirmed everything, as {@code session.confirm} says
 * @param behind packets of the stream that somebody in its subtree, or it, does not have yet
 * @param receivers receivers in its subtree, itself included
 * @param worstLoss highest loss rate in its subtree, 0 to 1
 * @param rttNs round-trip time to it
 * @param slowest name of the node in its subtree that has the least room, which may be itself
 * @param nacksReceived Nacks that came from it
 * @param packetsAsked packets that these asked for; one that it asked for again counts again
 * @param repairsSent repairs made because it was the first to ask
 * @param repairsHeldOff packets asked for and not repaired then: the repair was on its way, or it had used up its share or not shown where it is
 * @param slowestNs how long it had less room than all other children, of the time that it lacked something
 */
public record ChildStatus(
        int id, String name, boolean repairHead, long cumAck, long subtreeCumAck, long confirmed, long behind,
        int receivers, double worstLoss, long rttNs, String slowest, long nacksReceived, long packetsAsked,
        long repairsSent, long repairsHeldOff, long slowestNs) {

    /** Those first that held the others back for longest, in seconds; then by what they asked for, and how far they are behind. */
    public static final Comparator<ChildStatus> WORST_FIRST = Comparator
            .comparingLong((ChildStatus child) -> TimeUnit.NANOSECONDS.toSeconds(child.slowestNs))
            .thenComparingLong(ChildStatus::packetsAsked).thenComparingLong(ChildStatus::behind).reversed()
            .thenComparing(ChildStatus::name);
}
