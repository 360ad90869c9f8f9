package io.trackmc.net.node;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.keys.transport.bundle.NodeRole;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.incarnation.ExpelledStore;
import io.trackmc.keys.transport.incarnation.IncarnationSource;
import io.trackmc.net.Addresses;
import io.trackmc.net.ErrorHandler;
import io.trackmc.net.LossInjector;
import io.trackmc.net.SocketConfig;
import io.trackmc.net.Transport;
import io.trackmc.net.metrics.NodeWatch;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.tree.ChildNeeds;
import io.trackmc.proto.tree.ChildReport;
import io.trackmc.proto.tree.ChildTable;
import io.trackmc.proto.tree.ParentCandidate;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A node that is checked and ready to start.
 *
 * @param config of the node
 * @param bundle its transport keys
 * @param ownsBundle whether the keys are erased when the node ends
 * @param incarnations gives this run its incarnation
 * @param expelled nodes that a parent refuses for good; null for a receiver
 * @param loss throws received datagrams away
 * @param errors hears of an error that ends the node
 * @param watch takes the engine's events, counts, and lets others see
 * @param warnings takes sentences for the operator
 * @param keyRequests told of each question for keys that goes to an authority
 * @param hostedAs by what name its process tells it from other nodes that it has; null where there is no other
 */
public record NodeSetup(
        NodeConfig config,
        TransportBundle bundle,
        boolean ownsBundle,
        IncarnationSource incarnations,
        @Nullable ExpelledStore expelled,
        LossInjector loss,
        ErrorHandler errors,
        NodeWatch watch,
        Consumer<String> warnings,
        Runnable keyRequests,
        @Nullable String hostedAs) {

    private static final double LOSS_UNIT = 65_535.0;

    /** Takes the engine's events. */
    public Engine.EventHandler events() {
        return watch;
    }

    /** Sockets that the node's role needs. */
    public SocketConfig socketConfig() {
        NodeConfig.Net net = config.net();
        SocketConfig.Builder builder = SocketConfig.builder(config.data()).source(config.data(), net.dataSource());
        parentsWithKeys().forEach(parent -> builder.source(parent.channel(), parent.source()));
        return builder
                .networkInterface(net.networkInterface())
                .receivesData(config.self().role() != NodeRole.SENDER)
                .ownRegion(config.region() == null ? null : config.region().channel())
                .heardRegions(parentsWithKeys().map(NodeConfig.Parent::channel).toList())
                .unicastPort(net.unicastPort())
                .multicastTtl(net.ttl())
                .dscp(net.dscp())
                .receiveBufferBytes(net.receiveBufferBytes())
                .sendBufferBytes(net.sendBufferBytes())
                .maxDatagramBytes(config.protocol().datagramBytes())
                .transport(Transport.of(net.transport()))
                .build();
    }

    /**
     * Parents as engines see them, those left out for whom there are no keys. Looks up host names.
     *
     * @throws io.trackmc.net.ConfigurationException when an address cannot be understood or a name is not known
     */
    public List<ParentCandidate> parents() {
        return parentsWithKeys()
                .map(parent -> new ParentCandidate(parent.id(), parent.region(), endpoint(parent.unicast())))
                .toList();
    }

    /** Region of the primary parent, also when that was expelled: it is where the node is in the key trees. */
    public int homeRegion() {
        return config.parents().getFirst().region();
    }

    /**
     * What a parent knows of its children that count.
     *
     * @param highest highest sequence of the stream that is known to exist
     */
    public List<ChildStatus> describe(ChildTable children, long highest) {
        List<ChildStatus> result = new ArrayList<>();
        for (int i = 0; i < children.size(); i++) {
            Child child = children.at(i);
            if (child != null && child.isBound()) {
                result.add(describe(child, highest));
            }
        }
        return result;
    }

    private ChildStatus describe(Child child, long highest) {
        ChildReport report = child.report();
        ChildNeeds needs = child.needs();
        return new ChildStatus(child.id(), config.nameOf(child.id()), child.isRepairHead(), report.cumAck(),
                report.subtreeCumAck(), report.subtreeConfirmed(), Math.max(0, highest - report.subtreeCumAck()),
                report.receiverCount(), report.worstLoss() / LOSS_UNIT, child.rtt().rttNs(),
                config.nameOf(report.slowest()), needs.nacks(), needs.asked(), needs.repairs(), needs.heldOff(),
                needs.slowestNs());
    }

    private Stream<NodeConfig.Parent> parentsWithKeys() {
        return config.parents().stream().filter(parent -> BundleCheck.hasKeysFor(parent, bundle));
    }

    /** Without a port the address is learnt from the parent's Advertise, as it is without a host. */
    private static @Nullable Endpoint endpoint(@Nullable String unicast) {
        if (unicast == null || !hasPort(unicast)) {
            return null;
        }
        InetSocketAddress address = Addresses.parse(unicast);
        return Addresses.endpoint(address);
    }

    private static boolean hasPort(String unicast) {
        int colon = unicast.lastIndexOf(':');
        boolean bareIpv6 = unicast.indexOf(':') != colon && !unicast.startsWith("[");
        return colon >= 0 && !bareIpv6 && !unicast.endsWith("]");
    }
}
