package io.trackmc.cli.feed;

import io.trackmc.cli.demo.CountingLoss;
import io.trackmc.cli.demo.DemoFiles;
import io.trackmc.cli.demo.DemoPlan;
import io.trackmc.cli.demo.DemoRepairHead;
import io.trackmc.cli.expulsion.Witness;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.KeySource;
import io.trackmc.receiver.ReceiverStatus;
import io.trackmc.repairhead.RepairHeadStatus;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** All nodes of a trial, running. */
final class DayGroup implements AutoCloseable {

    private final Deque<Runnable> open = new ArrayDeque<>();
    private final List<DemoRepairHead> repairHeads = new ArrayList<>();
    private final List<DaySubscriber> subscribers = new ArrayList<>();
    private final Publisher sender;

    /** Opens them; none stays open when one cannot be opened. */
    DayGroup(DemoFiles files, DemoPlan plan, Consumer<String> warnings) {
        try {
            sender = Publisher.open(new SenderContext().nodeConfig(files.sender())
                    .loss(loss(files.sender(), plan)).warnings(warnings));
            open.push(sender::close);
            Witness witness = new Witness(plan.seed());
            for (NodeConfig config : files.of(NodeRole.REPAIR_HEAD)) {
                DemoRepairHead head = new DemoRepairHead(config, plan, witness, KeySource.authority(() -> {}),
                        warnings);
                open.push(head::close);
                repairHeads.add(head);
            }
            for (NodeConfig config : files.of(NodeRole.RECEIVER)) {
                DaySubscriber subscriber = new DaySubscriber(config, loss(config, plan), warnings);
                open.push(subscriber::close);
                subscribers.add(subscriber);
            }
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    private static CountingLoss loss(NodeConfig config, DemoPlan plan) {
        return new CountingLoss(plan.seed(), config.self().id(), plan.loss());
    }

    Publisher sender() {
        return sender;
    }

    List<DaySubscriber> subscribers() {
        return subscribers;
    }

    /** Ends the first repair head without a word to anybody. */
    void killOne() {
        repairHeads.getFirst().kill();
    }

    /** All repairs that anybody has sent. */
    long repairs() {
        return sender.status().repairsSent()
                + repairHeads.stream().map(DemoRepairHead::status).mapToLong(RepairHeadStatus::repairsSent).sum();
    }

    /** Nodes that went over to another parent, however often each. */
    long failovers() {
        return repairHeads.stream().map(DemoRepairHead::status).mapToLong(RepairHeadStatus::failovers).sum()
                + subscribers.stream().map(DaySubscriber::status).mapToLong(ReceiverStatus::failovers).sum();
    }

    /** The last opened first. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            open.pop().run();
        }
    }
}
