package io.trackmc.cli.capture;

import io.trackmc.keys.transport.bundle.NodeConfig;
import io.trackmc.net.ConfigurationException;
import io.trackmc.net.Addresses;
import io.trackmc.net.InterfaceChoice;
import io.trackmc.net.metrics.SocketDrops;
import java.io.Closeable;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One more listener of a group: hears what a node hears by multicast, with no key and nothing sent but the reports of membership that the kernel makes.
 * One thread.
 */
public final class GroupListener implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SOCKET_BYTES = 1 << 22;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private final SocketDrops drops;

    /** Takes one datagram. */
    @FunctionalInterface
    public interface Handler {

        /**
         * Takes it.
         *
         * @param from who sent it
         * @param group multicast address and port that it was sent to
         * @param datagram its bytes, from position to limit; reused afterwards
         */
        void on(InetSocketAddress from, InetSocketAddress group, ByteBuffer datagram) throws IOException;
    }

    private GroupListener(Selector selector, Collection<InetSocketAddress> groups) {
        this.selector = selector;
        this.drops = SocketDrops.of(groups);
    }

    /** Multicast addresses that a node hears or speaks to as a parent: the data channel, its own region and its parents'. */
    public static Set<InetSocketAddress> groupsOf(NodeConfig config) {
        Set<InetSocketAddress> groups = new LinkedHashSet<>(Set.of(config.data()));
        Stream.concat(Stream.ofNullable(config.region()).map(NodeConfig.Region::channel),
                config.parents().stream().map(NodeConfig.Parent::channel)).forEach(groups::add);
        return groups;
    }

    /** Of those groups that are heard from one host only, that host. */
    private static Map<InetSocketAddress, InetAddress> sourcesOf(NodeConfig config) {
        Map<InetSocketAddress, InetAddress> sources = new HashMap<>();
        if (config.net().dataSource() != null) {
            sources.put(config.data(), config.net().dataSource());
        }
        for (NodeConfig.Parent parent : config.parents()) {
            if (parent.source() != null) {
                sources.put(parent.channel(), parent.source());
            }
        }
        return sources;
    }

    /**
     * Joins the groups of a node.
     *
     * @throws ConfigurationException when a group cannot be joined, naming it
     */
    public static GroupListener open(InterfaceChoice nif, NodeConfig config) throws IOException {
        Set<InetSocketAddress> groups = groupsOf(config);
        Map<InetSocketAddress, InetAddress> sources = sourcesOf(config);
        GroupListener listener = new GroupListener(Selector.open(), groups);
        for (InetSocketAddress group : groups) {
            try {
                listener.join(group, nif.networkInterface(), sources.get(group));
            } catch (IOException e) {
                listener.close();
                throw new ConfigurationException("cannot join " + Addresses.format(group) + " on "
                        + nif.name() + ": " + e.getMessage(), e);
            }
        }
        return listener;
    }

    /**
     * Waits for datagrams and hands over those that have come.
     *
     * @param millis how long it waits for the first, at least 1
     * @throws InterruptedException when the thread is interrupted
     */
    public void poll(long millis, Handler handler) throws IOException, InterruptedException {
        var _ = selector.select(millis);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            read((DatagramChannel) key.channel(), (InetSocketAddress) key.attachment(), handler);
        }
        selector.selectedKeys().clear();
    }

    /** Datagrams that the kernel threw away because this was too slow; 0 where it does not tell. */
    public long dropped() {
        return drops.read().orElse(0);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private void join(InetSocketAddress group, NetworkInterface nif, @Nullable InetAddress source)
            throws IOException {
        InetAddress address = scoped(group.getAddress(), nif);
        DatagramChannel channel = DatagramChannel.open(
                address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
            channel.bind(new InetSocketAddress(address, group.getPort()));
            var _ = source == null ? channel.join(address, nif) : channel.join(address, nif, source);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, group);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static InetAddress scoped(InetAddress address, NetworkInterface nif) throws UnknownHostException {
        return address instanceof Inet6Address ? Inet6Address.getByAddress(null, address.getAddress(), nif) : address;
    }

    private void read(DatagramChannel channel, InetSocketAddress group, Handler handler) throws IOException {
        while (true) {
            buffer.clear();
            InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
            if (from == null) {
                return;
            }
            buffer.flip();
            handler.on(from, group, buffer);
        }
    }
}
