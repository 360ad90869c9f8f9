package io.trackmc.repairhead;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.authority.RegistrationException;
import io.trackmc.net.management.ManagementSource;
import io.trackmc.net.node.ChangingKeys;
import io.trackmc.net.node.Node;
import io.trackmc.net.node.NodeReload;
import io.trackmc.net.node.NodeSetup;
import io.trackmc.net.node.Reregistration;
import io.trackmc.proto.engine.EngineScratch;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.rekey.NodeRekeys;
import io.trackmc.proto.repairhead.RepairHeadConfig;
import io.trackmc.proto.repairhead.RepairHeadEngine;
import io.trackmc.proto.tree.TenantLimits;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A running repair head: repairs for its region and reports for its subtree until it is closed. Any thread. */
public final class RepairHead implements AutoCloseable {

    private final Node<ObservedEngine, RepairHeadSide> node;
    private final Reregistration registration;
    private volatile @Nullable RegistrationException refusal;

    private RepairHead(NodeSetup setup, TenantLimits limits, @Nullable InnerObserver observer) {
        this.node = Node.open(
                setup,
                keys -> ChangingKeys.of(setup, TransportRekeys.forRepairHead(setup.bundle(), keys), keys),
                (keys, rekeys, port) -> new ObservedEngine(
                        engine(setup, limits, keys, rekeys, port), observer, setup.config().protocol().datagramBytes()),
                (observed, changing) -> new RepairHeadSide(observed.engine(), setup, changing, this::leftBehind));
        registration = new Reregistration(setup, node.keys(), node::execute, node.engine().engine()::renew,
                this::refused);
        var _ = node.ended().whenComplete((nothing, error) -> registration.close());
    }

    /**
     * Opens sockets and looks for a parent. Where it gets its keys from the transport controller, waits for them.
     *
     * @throws ConfigurationException with every fault
     * @throws RegistrationException when the transport controller gives it no keys, or does not answer for a minute; then nothing is left open
     */
    public static RepairHead open(RepairHeadContext context) {
        RepairHead repairHead = new RepairHead(context.setup(), context.limits(), context.observer());
        repairHead.node.start(repairHead.node.engine().engine()::start);
        return repairHead;
    }

    /** What it is doing now; waits for the driver, which takes microseconds. After the end: what it was doing last. */
    public RepairHeadStatus status() {
        return node.ask(() -> node.side().status());
    }

    /** Where metrics and health are served; null for nowhere. */
    public @Nullable InetSocketAddress managementAddress() {
        return node.managementAddress();
    }

    /** What it tells at a management address, its own or that of the process. */
    ManagementSource management() {
        return node.management();
    }

    /**
     * Leaves the tree without harm: children bind elsewhere first ({@link RepairHeadEngine#drain}). Does not wait; the event
     * {@code Drained} tells when nothing is left to do but {@link #close}. Does nothing when it is closed.
     */
    public void drain() {
        node.execute(node.engine().engine()::drain);
    }

    /**
     * Goes on with the limits of another configuration, and with what the files of keys and certificates say that it names: new connections are shown the
     * new certificate. Of everything else the other configuration must say the same. Any thread.
     *
     * @throws ConfigurationException with every fault; nothing has changed then
     */
    public void reload(NodeConfig other) {
        reload(other, NodeReload.check(other, node.setup().warnings()));
    }

    /** The same with files that were read and checked already. */
    void reload(NodeConfig other, NodeReload files) {
        int places = node.setup().config().protocol().maxChildren();
        if (other.protocol().maxChildren() > places) {
            throw new ConfigurationException(List.of("key \"tree.max-children\": found "
                    + other.protocol().maxChildren() + ", allowed: up to " + places
                    + " while it runs, for which it has made room at its start"));
        }
        if (!execute(nowNs -> node.engine().engine().retune(nowNs, other.protocol()))) {
            throw new ConfigurationException(List.of("the repair head is busy, or has ended"));
        }
        node.use(files);
        registration.use(other);
    }

    private boolean execute(LongConsumer command) {
        try {
            return node.execute(command);
        } catch (RejectedExecutionException _) {
            return false;
        }
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
     * May be called again.
     *
     * @throws IllegalStateException on the driver's thread, so from an event listener: it would wait for itself
     */
    @Override
    public void close() {
        if (node.isDriverThread()) {
            throw new IllegalStateException(
                    "close() waits for the driver: call it on another thread than a listener's");
        }
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
            NodeSetup setup, TenantLimits limits, NodeHopKeys keys, NodeRekeys rekeys, int unicastPort) {
        NodeConfig config = setup.config();
        NodeConfig.Region region = Objects.requireNonNull(config.region());
        RepairHeadConfig place = new RepairHeadConfig(
                setup.bundle().sourceId(), region.id(), setup.homeRegion(), unicastPort, setup.parents());
        return new RepairHeadEngine(keys, rekeys, place, limits, config.protocol(),
                RandomGenerator.of("L64X128MixRandom"), new EngineScratch());
    }
}
