package io.trackmc.cli.demo;

import io.trackmc.cli.picture.TreeNode;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.repairhead.RepairHeadStatus;
import io.trackmc.sender.SenderStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * All nodes of the demonstration at one moment.
 *
 * @param sender the sender's
 * @param repairHeads in the order of the group
 * @param receivers in the order of the group
 */
record DemoState(SenderStatus sender, List<RepairHeadStatus> repairHeads, List<ReceiverStatus> receivers) {

    static DemoState of(DemoGroup group) {
        return new DemoState(group.sender().status(), group.repairHeads().stream().map(DemoRepairHead::status).toList(),
                group.receivers().stream().map(DemoReceiver::status).toList());
    }

    /** A number that changes whenever something moves. */
    long progress() {
        return sender.highestSent() + sender.stable() + sender.confirmed()
                + receivers.stream().mapToLong(ReceiverStatus::delivered).sum();
    }

    long repairsByRepairHeads() {
        return repairHeads.stream().mapToLong(RepairHeadStatus::repairsSent).sum();
    }

    long failovers() {
        return repairHeads.stream().mapToLong(RepairHeadStatus::failovers).sum()
                + receivers.stream().mapToLong(ReceiverStatus::failovers).sum();
    }

    /** At the first so many receivers. */
    long gaps(int staying) {
        return receivers.stream().limit(staying).mapToLong(ReceiverStatus::gaps).sum();
    }

    /** The tree as it is drawn. */
    List<TreeNode> picture(DemoGroup group, String senderName, long sentBytes, long size, boolean allSent) {
        double sent = allSent ? 1 : size == 0 ? 0 : (double) sentBytes / size;
        List<TreeNode> nodes = new ArrayList<>();
        nodes.add(new TreeNode(senderName, null, sent, String.format("sent %,d packets, made %,d repairs",
                sender.highestSent(), sender.repairsSent())));
        for (int i = 0; i < repairHeads.size(); i++) {
            nodes.add(group.repairHeads().get(i).picture(repairHeads.get(i), sent, sender.highestSent()));
        }
        for (int i = 0; i < receivers.size(); i++) {
            nodes.add(group.receivers().get(i).picture(receivers.get(i), size));
        }
        return nodes;
    }
}
