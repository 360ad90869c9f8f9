package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.Node;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.net.node.Reregistration;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.repairhead.RepairHeadConfig;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A running repair head: repairs for its region and reports for its subtree until it is closed. Any thread. */
public final class RepairHead implements AutoCloseable {

    private final Node<ObservedEngine, RepairHeadSide> node;
    private final Reregistration registration;
    private volatile @Nullable RegistrationException refusal;

    private RepairHead(NodeSetup setup, @Nullable InnerObserver observer) {
        this.node = Node.open(
                setup,
                keys -> ChangingKeys.of(setup, TransportRekeys.forRepairHead(setup.bundle(), keys), keys),
                (keys, rekeys, port) -> new ObservedEngine(
                        engine(setup, keys, rekeys, port), observer, setup.config().protocol().datagramBytes()),
                (observed, changing) -> new RepairHeadSide(observed.engine(), setup, changing, this::leftBehind));
        registration = new Reregistration(setup, node.keys(), node::execute, node.engine().engine()::renew,
                this::refused);
        var _ = node.ended().whenComplete((nothing, error) -> registration.close());
    }

    /**
     * Opens sockets and looks for a parent.
     *
     * @throws io.trackmc.net.ConfigurationException with every fault
     */
    public static RepairHead open(RepairHeadContext context) {
        RepairHead repairHead = new RepairHead(context.setup(), context.observer());
        repairHead.node.start(repairHead.node.engine().engine()::start);
        return repairHead;
    }

    /** What it is doing now; waits for the driver, which takes microseconds. After the end: what it was doing last. */
    public RepairHeadStatus status() {
        return node.ask(() -> node.side().status());
    }

    /**
     * Leaves the tree without harm: children bind elsewhere first ({@link RepairHeadEngine#drain}). Does not wait; the event
     * {@code Drained} tells when nothing is left to do but {@link #close}. Does nothing when it is closed.
     */
    public void drain() {
        node.execute(node.engine().engine()::drain);
    }

    /** Completes when it is closed; fails with the error that ended it. */
    public CompletableFuture<Void> ended() {
        return node.ended().copy();
    }

    /** Why an authority gives it no keys any more, so that it leaves the tree by itself; null as long as none has refused it. */
    public @Nullable RegistrationException refusal() {
        return refusal;
    }

    /**
     * Closes the sockets and waits for the driver's end. Children that are still there notice by its silence and go to their backups.
     * Not for the driver's thread.
     */
    @Override
    public void close() {
        node.close().handle((nothing, error) -> null).join();
    }

    private void leftBehind(KeyLayer layer) {
        registration.ask(layer);
    }

    /** It has no keys any more: its children go elsewhere, and so it ends. */
    private void refused(long nowNs, RegistrationException why) {
        refusal = why;
        node.setup().warnings().accept(String.valueOf(why.getMessage()));
        node.engine().engine().drain(nowNs);
    }

    private static RepairHeadEngine engine(
            NodeSetup setup, NodeHopKeys keys, NodeRekeys rekeys, int unicastPort) {
        NodeConfig config = setup.config();
        NodeConfig.Region region = Objects.requireNonNull(config.region());
        RepairHeadConfig place = new RepairHeadConfig(
                setup.bundle().sourceId(), region.id(), setup.homeRegion(), unicastPort, setup.parents());
        return new RepairHeadEngine(keys, rekeys, place, config.protocol(), RandomGenerator.of("L64X128MixRandom"));
    }
}
