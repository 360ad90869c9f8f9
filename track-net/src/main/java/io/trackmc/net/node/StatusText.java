package io.trackmc.net.node;

import io.trackmc.keys.transport.file.JsonText;
import java.util.List;

/** What nodes say of themselves at their management address, as fields of a JSON object. */
public final class StatusText {

    private static final double NS_PER_US = 1e3;
    private static final double NS_PER_MS = 1e6;
    private static final double PARTS_PER_MILLION = 1e6;

    private StatusText() {}

    /** The children of a parent, worst first. */
    public static void children(JsonText out, List<ChildStatus> children) {
        out.objects("children", children.stream().sorted(ChildStatus.WORST_FIRST).toList(), StatusText::child);
    }

    private static void child(JsonText out, ChildStatus child) {
        out.field("name", child.name())
                .field("kind", child.repairHead() ? "repair-head" : "receiver")
                .field("receivers", child.receivers())
                .field("hasThrough", child.subtreeCumAck())
                .field("confirmedThrough", child.confirmed())
                .field("behindPackets", child.behind())
                .field("nacksReceived", child.nacksReceived())
                .field("packetsAsked", child.packetsAsked())
                .field("repairsSent", child.repairsSent())
                .field("repairsHeldOff", child.repairsHeldOff())
                .field("worstLossPartsPerMillion", Math.round(child.worstLoss() * PARTS_PER_MILLION))
                .field("rttMicros", Math.round(child.rttNs() / NS_PER_US))
                .field("slowestMillis", Math.round(child.slowestNs() / NS_PER_MS))
                .field("slowestNode", child.slowest());
    }
}
