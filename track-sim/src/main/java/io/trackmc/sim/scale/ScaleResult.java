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
 * @param authorityRequests how often nodes asked for keys that they were not given beforehand; null under checksums, which all can make
 * @param simulatedSeconds from the first start of a node to the end
 * @param heapBytes live heap in the middle of the data phase
 * @param eventHash fingerprint of everything that happened
 */
public record ScaleResult(int receivers, int repairHeads, int levels, int senderChildren, long packets, long delivered,
        long undelivered, List<String> violations, long controlPacketsAtSender, double dataSeconds,
        double maxControlPacketsPerRepairHeadPerSecond, long repairPackets,
        @Nullable Long authorityRequests, double simulatedSeconds, long heapBytes,
        long eventHash) {

    /** Whether everybody has everything and no rule was broken. */
    public boolean isOk() {
        return violations.isEmpty() && undelivered == 0;
    }

    /** Control packets that one child of the sender sends in a second of the data phase. */
    public double controlPacketsPerSecondPerSenderChild() {
        return controlPacketsAtSender / dataSeconds / senderChildren;
    }
}
