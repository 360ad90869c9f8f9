package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.Witness;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.net.node.KeySource;
import io.trackmc.sender.Publisher;
import io.trackmc.sender.SenderContext;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** All nodes of the demonstration, running. */
final class DemoGroup implements Closeable {

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final List<DemoRepairHead> repairHeads = new ArrayList<>();
    private final List<DemoReceiver> receivers = new ArrayList<>();
    private final AtomicLong keyRequests = new AtomicLong();
    private final CountingLoss senderLoss;
    private final Publisher sender;
    private final Witness witness;

    /**
     * Opens them; none stays open when one cannot be opened.
     *
     * @param givenToRepairHeads changes what repair heads are given, for tests
     */
    DemoGroup(DemoFiles files, DemoPlan plan, UnaryOperator<KeySource> givenToRepairHeads, Consumer<String> warnings)
            throws IOException {
        KeySource keys = givenToRepairHeads.apply(KeySource.authority(keyRequests::incrementAndGet));
        witness = new Witness(plan.seed());
        senderLoss = new CountingLoss(plan.seed(), files.sender().self().id(), plan.loss());
        try {
            sender = Publisher.open(new SenderContext().nodeConfig(files.sender())
                    .keyRequestListener(keyRequests::incrementAndGet).loss(senderLoss).warnings(warnings));
            open.push(sender::close);
            for (NodeConfig config : files.of(NodeRole.REPAIR_HEAD)) {
                DemoRepairHead repairHead = new DemoRepairHead(config, plan, witness, keys, warnings);
                open.push(repairHead::close);
                repairHeads.add(repairHead);
            }
            for (NodeConfig config : files.of(NodeRole.RECEIVER)) {
                DemoReceiver receiver = new DemoReceiver(config, files.copyOf(config), plan,
                        keyRequests::incrementAndGet, warnings);
                open.push(receiver);
                receivers.add(receiver);
            }
        } catch (Throwable failure) {
            close();
            throw failure;
        }
    }

    /** What repair heads saw around an expulsion. */
    Witness witness() {
        return witness;
    }

    /** How often nodes have asked authorities for keys so far. */
    long keyRequests() {
        return keyRequests.get();
    }

    Publisher sender() {
        return sender;
    }

    long lostAtSender() {
        return senderLoss.lost();
    }

    List<DemoRepairHead> repairHeads() {
        return repairHeads;
    }

    List<DemoReceiver> receivers() {
        return receivers;
    }

    /** Closes all, the last opened first, whatever goes wrong with one. */
    @Override
    public void close() throws IOException {
        IOException first = null;
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw first;
        }
    }
}
