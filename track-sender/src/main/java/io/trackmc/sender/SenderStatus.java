package io.trackmc.sender;

import io.trackmc.net.node.ChildStatus;
import io.trackmc.net.node.KeyStatus;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.sender.SenderState;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sender at one moment.
 *
 * @param state of the session
 * @param session this run of the source
 * @param receivers receivers in the tree now
 * @param expected receivers whose confirmation is awaited: those from the start, there when the session began, or when it was finished
 * @param confirmed receivers that confirmed the closed session from its beginning on, those that have left included
 * @param late receivers that came too late for the beginning and confirmed the rest of the closed session
 * @param failures receivers given up in the tree, and why; without any receiver in the tree, those that left the sender too
 * @param messages messages accepted from the application
 * @param bytes bytes of these messages
 * @param bytesTaken bytes of the messages that were sent or are about to be: the rest waits in the queue
 * @param highestSent highest sequence sent
 * @param stable sequence up to which everybody has everything
 * @param highestAllowed highest sequence that the tree has room for
 * @param stablePosition every receiver stores all messages up to this position
 * @param confirmedPosition every receiver has confirmed all messages up to this position, as {@code session.confirm} says
 * @param repairsSent repairs that this sender sent
 * @param nacksReceived NACKs that reached it
 * @param treeRttNs round trip to the farthest receiver through the tree
 * @param congestionRate bytes per second that congestion control permits; 0 without it, and before the first packet
 * @param lossEventRate loss events for each packet on the slowest path, as congestion control sees it; 0 without any
 * @param limitingReceiver name of the receiver at the end of that path; empty when none is known
 * @param stall why it does not send what it has; null when it does, or has nothing
 * @param children its children
 * @param keys how far its keys are
 * @param drops datagrams dropped by reason, in lower case; reasons that never happened are absent
 */
public record SenderStatus(
        SenderState state,
        Incarnation session,
        int receivers,
        int expected,
        int confirmed,
        int late,
        Failures failures,
        long messages,
        long bytes,
        long bytesTaken,
        long highestSent,
        long stable,
        long highestAllowed,
        long stablePosition,
        long confirmedPosition,
        long repairsSent,
        long nacksReceived,
        long treeRttNs,
        long congestionRate,
        double lossEventRate,
        String limitingReceiver,
        @Nullable Stall stall,
        List<ChildStatus> children,
        KeyStatus keys,
        Map<String, Long> drops) {

    /** Receivers given up in the tree. */
    public int failed() {
        return failures.count();
    }

    /** Names of those that are known. */
    public List<String> failedReceivers() {
        return failures.names();
    }
}
