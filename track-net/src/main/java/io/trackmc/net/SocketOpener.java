package io.trackmc.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.trackmc.proto.engine.Path;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the sockets of one node: checks, binds, joins groups, sets options and looks at what the kernel granted. */
final class SocketOpener {

    private static final int ECN_BITS = 2;
    private static final AtomicInteger NODES = new AtomicInteger();

    private final SocketConfig config;
    private final ChannelKind kind;
    private final InterfaceChoice nif;
    private final NodeLoop loop;
    private final SocketProtocolFamily family;
    private final List<String> warnings = new ArrayList<>();
    private final List<DatagramChannel> receivers = new ArrayList<>();
    private final Memberships memberships = new Memberships();
    private int grantedReceiveBufferBytes = Integer.MAX_VALUE;

    private SocketOpener(SocketConfig config, ChannelKind kind, InterfaceChoice nif, NodeLoop loop) {
        this.config = config;
        this.kind = kind;
        this.nif = nif;
        this.loop = loop;
        this.family = nif.address() instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6;
    }

    /** @throws ConfigurationException with every fault found; nothing stays open then */
    static OpenSockets open(SocketConfig config) {
        List<String> faults = new ArrayList<>(config.faults());
        ChannelKind kind = attempt(faults, () -> ChannelKind.of(config));
        InterfaceChoice nif = attempt(faults, () -> HostCheck.networkInterface(config));
        if (!faults.isEmpty() || kind == null || nif == null) {
            if (kind != null) {
                kind.release();
            }
            throw new ConfigurationException(faults);
        }
        NodeLoop loop = NodeLoop.start("track-net-" + NODES.incrementAndGet(), kind);
        var _ = loop.ended().whenComplete((nothing, error) -> kind.release());
        try {
            return new SocketOpener(config, kind, nif, loop).openAll();
        } catch (RuntimeException e) {
            loop.execute(loop::stop);
            loop.ended().join();
            throw e;
        }
    }

    private static <T> @Nullable T attempt(List<String> faults, Supplier<T> step) {
        try {
            return step.get();
        } catch (ConfigurationException e) {
            faults.addAll(e.faults());
            return null;
        }
    }

    private OpenSockets openAll() {
        if (kind.warning() != null) {
            warnings.add(kind.warning());
        }
        DatagramChannel unicast = openUnicast();
        if (config.receivesData()) {
            openGroup(Path.Channel.DATA, config.dataAddress());
        }
        Set<InetSocketAddress> regions = new LinkedHashSet<>(config.heardRegions());
        regions.forEach(region -> openGroup(Path.Channel.REGION, region));
        boolean gso = gso();
        boolean gro = gro();
        HostCheck.route(nif, scoped(config.dataAddress()));
        InetSocketAddress address = new InetSocketAddress(nif.address(), unicast.localAddress().getPort());
        InetSocketAddress own = config.ownRegion();
        OpenSockets open = new OpenSockets(
                loop,
                kind.transport(),
                gso,
                gro,
                nif.name(),
                nif.networkInterface().getIndex(),
                unicast,
                List.copyOf(receivers),
                Addresses.endpoint(address),
                address,
                scoped(config.dataAddress()),
                own == null ? null : scoped(own),
                grantedReceiveBufferBytes,
                List.copyOf(warnings),
                new NetCounters());
        InterfaceWatch.start(open, memberships, nif.networkInterface());
        return open;
    }

    private DatagramChannel openUnicast() {
        InetAddress ip = config.unicastOnAnyAddress() ? anyAddress() : nif.address();
        // Without SO_REUSEADDR: two sockets on one unicast port would take each other's datagrams.
        Bootstrap bootstrap = bootstrap(Path.Channel.UNICAST)
                .option(ChannelOption.IP_MULTICAST_IF, nif.networkInterface())
                .option(ChannelOption.IP_MULTICAST_TTL, config.multicastTtl())
                .option(ChannelOption.IP_TOS, config.dscp() << ECN_BITS)
                .option(ChannelOption.SO_SNDBUF, config.sendBufferBytes());
        kind.loopMulticastBack(bootstrap);
        DatagramChannel channel = bind(bootstrap, "unicast socket", new InetSocketAddress(ip, config.unicastPort()));
        checkBuffer(channel, ChannelOption.SO_SNDBUF, "send buffer", "net.core.wmem_max", config.sendBufferBytes());
        return channel;
    }

    private void openGroup(Path.Channel path, InetSocketAddress group) {
        InetSocketAddress address = scoped(group);
        Bootstrap bootstrap = bootstrap(path).option(ChannelOption.SO_REUSEADDR, true);
        DatagramChannel channel = bind(bootstrap, path == Path.Channel.DATA ? "data socket" : "region socket", address);
        InetAddress source = config.sources().get(group);
        ChannelFuture joined = memberships.join(channel, address, source, nif.networkInterface());
        if (!joined.isSuccess()) {
            throw new ConfigurationException(
                    "cannot join " + Addresses.format(group) + from(source) + " on " + nif.name() + ": "
                            + joined.cause().getMessage(),
                    joined.cause());
        }
    }

    private static String from(@Nullable InetAddress source) {
        return source == null ? "" : " from " + source.getHostAddress();
    }

    private Bootstrap bootstrap(Path.Channel path) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(() -> kind.newChannel(family))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.RECVBUF_ALLOCATOR, kind.receiveAllocator())
                .option(ChannelOption.SO_RCVBUF, config.receiveBufferBytes())
                .handler(new ReceiveHandler(path));
    }

    private DatagramChannel bind(Bootstrap bootstrap, String name, InetSocketAddress address) {
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ConfigurationException(
                    "cannot bind " + name + " to " + Addresses.format(address) + ": "
                            + bound.cause().getMessage() + advice(bound.cause()),
                    bound.cause());
        }
        DatagramChannel channel = (DatagramChannel) bound.channel();
        int granted = checkBuffer(
                channel, ChannelOption.SO_RCVBUF, "receive buffer", "net.core.rmem_max", config.receiveBufferBytes());
        grantedReceiveBufferBytes = Math.min(grantedReceiveBufferBytes, granted);
        receivers.add(channel);
        return channel;
    }

    private static String advice(Throwable failure) {
        boolean taken = String.valueOf(failure.getMessage()).contains("in use");
        return taken ? "; another program has it to itself ('ss -ulpn' names it): stop that, or choose another port"
                : "";
    }

    private int checkBuffer(
            DatagramChannel channel, ChannelOption<Integer> option, String name, String sysctl, int wantedBytes) {
        int granted = kind.grantedBytes(channel.config().getOption(option));
        String warning = HostCheck.bufferWarning(name, granted, wantedBytes, sysctl);
        if (warning != null && !warnings.contains(warning)) {
            warnings.add(warning);
        }
        return granted;
    }

    private boolean gso() {
        if (config.gso() && kind.transport() == Transport.EPOLL && !kind.supportsGso()) {
            warnings.add(
                    "this kernel has no UDP_SEGMENT (Linux 4.18): each datagram sent costs a pass through the network stack");
        }
        return config.gso() && kind.supportsGso();
    }

    private boolean gro() {
        if (!config.gro() || kind.transport() == Transport.NIO) {
            return false;
        }
        boolean everywhere = receivers.stream().map(kind::enableGro).reduce(true, Boolean::logicalAnd);
        if (!everywhere) {
            warnings.add(
                    "this kernel has no UDP_GRO (Linux 5.0): each datagram received costs a pass through the socket");
        }
        return everywhere;
    }

    private InetAddress anyAddress() {
        return InetAddress.ofLiteral(family == SocketProtocolFamily.INET ? "0.0.0.0" : "::");
    }

    /** The address with the interface as its scope, without which the kernel binds no IPv6 link-local group. */
    private InetSocketAddress scoped(InetSocketAddress address) {
        if (!(address.getAddress() instanceof Inet6Address ip)) {
            return address;
        }
        try {
            int index = nif.networkInterface().getIndex();
            return new InetSocketAddress(Inet6Address.getByAddress(null, ip.getAddress(), index), address.getPort());
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address of 16 bytes is always valid", e);
        }
    }
}
