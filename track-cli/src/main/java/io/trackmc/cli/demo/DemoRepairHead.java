package io.trackmc.cli.demo;

import io.trackmc.cli.expulsion.Witness;
import io.trackmc.cli.expulsion.GivenKeys;
import io.trackmc.cli.picture.TreeNode;
import io.trackmc.cli.proof.InnerSample;
import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.node.KeySource;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.repairhead.InnerObserver;
import io.trackmc.repairhead.RepairHead;
import io.trackmc.repairhead.RepairHeadContext;
import io.trackmc.repairhead.RepairHeadStatus;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A repair head of the demonstration, with a sample of what it handled. */
public final class DemoRepairHead implements AutoCloseable {

    private final NodeConfig config;
    private final CountingLoss loss;
    private final InnerSample sample;
    private final RepairHead node;
    private final GivenKeys given;
    private volatile @Nullable RepairHeadStatus last;

    /**
     * Opens it.
     *
     * @param witness hears what it handles
     * @param keys what it is given
     */
    public DemoRepairHead(NodeConfig config, DemoPlan plan, Witness witness, KeySource keys,
            Consumer<String> warnings) {
        this.config = config;
        this.loss = new CountingLoss(plan.seed(), config.self().id(), plan.loss());
        this.sample = new InnerSample(InnerSample.DEFAULT_SIZE, new SplittableRandom(plan.seed()));
        this.given = new GivenKeys(keys);
        this.node = RepairHead
                .open(new RepairHeadContext().nodeConfig(config).keySource(given).loss(loss).warnings(warnings)
                        .innerObserver(observer(witness)));
    }

    private InnerObserver observer(Witness witness) {
        return new InnerObserver() {
            @Override
            public void onInner(byte[] inner) {
                handled(witness, inner);
            }

            @Override
            public void onSent(byte[] inner) {
                handled(witness, inner);
            }
        };
    }

    /** Rekeys are in clear, and not the sender's. */
    private void handled(Witness witness, byte[] inner) {
        if (InnerHeader.stream(inner, 0) < InnerHeader.STREAM_TRANSPORT_REKEY) {
            sample.add(inner);
            witness.saw(System.nanoTime(), inner);
        }
    }

    /** What it was given when it started. */
    GivenKeys given() {
        return given;
    }

    NodeConfig config() {
        return config;
    }

    InnerSample sample() {
        return sample;
    }

    /** What it is doing, or was doing when it was killed. */
    public RepairHeadStatus status() {
        RepairHeadStatus known = last;
        return known == null ? node.status() : known;
    }

    /** Ends it without a word to anybody: its sockets are closed. */
    public void kill() {
        last = node.status();
        node.close();
    }

    long lost() {
        return loss.lost();
    }

    /** @param sent share of the file that the sender has sent, and {@code highestSent} its last packet */
    TreeNode picture(RepairHeadStatus status, double sent, long highestSent) {
        double share = highestSent <= 0 ? 0 : Math.min(1, (double) status.cumAck() / highestSent);
        return new TreeNode(config.self().name(), status.parent(), sent * share, String.format(
                "lost %,d, made %,d repairs, asked above for %,d", lost(), status.repairsSent(),
                status.nacksSentUp()));
    }

    @Override
    public void close() {
        node.close();
    }
}
