package io.trackmc.sim.scale;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run with a large tree came to.
 *
 * @param levels distance from the sender to the receivers
 * @param senderChildren repair heads whose primary parent is the sender
 * @param packets data packets that the source sent for the first time
 * @param delivered messages that receivers got, all together
 * @param undelivered messages that receivers lack
 * @param violations what checkers found
 * @param controlPacketsAtSender packets of children that reached the sender in the data phase
 * @param dataSeconds length of the data phase
 * @param maxControlPacketsPerRepairHeadPerSecond the same at the busiest repair head in its busiest second
 * @param repairPackets repairs that anybody sent
 * @param repairBytes all datagrams with repairs together
 * @param authorityRequests how often nodes asked, or had to ask, for keys that they were not given beforehand; where checksums protect packets
 *        nobody can ask, and whoever would use a key that it was not given has broken a rule
 * @param simulatedSeconds from the first start of a node to the end
 * @param times how long things took
 * @param regionKeysGiven keys of regions that parents have given to children of other tenants, repeated answers included
 * @param idleHeapBytes live heap when everybody has joined and nothing was sent yet
 * @param heapBytes live heap in the middle of the data phase
 * @param eventHash fingerprint of everything that happened
 * @param rekeys what rekeys cost; null when keys never changed
 */
public record ScaleResult(int receivers, int repairHeads, int levels, int senderChildren, long packets, long delivered,
        long undelivered, List<String> violations, long controlPacketsAtSender, double dataSeconds,
        double maxControlPacketsPerRepairHeadPerSecond, long repairPackets, long repairBytes,
        long authorityRequests, double simulatedSeconds, TreeTimes times, long regionKeysGiven,
        long idleHeapBytes, long heapBytes, long eventHash,
        @Nullable RekeyFigures rekeys) {

    /** Whether everybody has everything and no rule was broken. */
    public boolean isOk() {
        return violations.isEmpty() && undelivered == 0;
    }

    /** Control packets that one child of the sender sends in a second of the data phase. */
    public double controlPacketsPerSecondPerSenderChild() {
        return controlPacketsAtSender / dataSeconds / senderChildren;
    }
}
