package io.trackmc.net;

import io.netty.channel.socket.DatagramChannel;
import io.trackmc.proto.engine.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The open sockets of one node, and the event loop that they belong to.
 *
 * <ul>
 *   <li>data socket: bound to the address and port of the data channel, never to the wildcard, on which it would hear every
 *       group that anybody on this host has joined; only receives
 *   <li>one socket for each local control channel heard, bound likewise; only receives
 *   <li>unicast socket: sends everything, multicast too, so that the source address of every datagram is the unicast
 *       endpoint of the node; receives unicast
 * </ul>
 *
 * Datagrams wait in the kernel until an {@link EngineDriver} starts. Methods may be called by any thread.
 */
public final class NodeSockets implements AutoCloseable {

    private final SocketConfig config;
    private final OpenSockets open;

    private NodeSockets(SocketConfig config, OpenSockets open) {
        this.config = config;
        this.open = open;
    }

    /**
     * Looks whether the host has the interface that is meant, opening nothing: for who has to wait for something else before he opens them.
     *
     * @throws ConfigurationException when there is none that fits, or when datagrams would be fragmented
     */
    public static void checkInterface(SocketConfig config) {
        HostCheck.networkInterface(config);
    }

    /**
     * Checks the configuration against this host, opens and binds the sockets and joins the groups.
     *
     * @throws ConfigurationException with every fault found; nothing stays open then
     */
    public static NodeSockets open(SocketConfig config) {
        return new NodeSockets(config, SocketOpener.open(config));
    }

    /** Where this node receives unicast, as peers see it. */
    public Endpoint unicastEndpoint() {
        return open.endpoint();
    }

    /** Where this node receives unicast, as peers see it. */
    public InetSocketAddress unicastAddress() {
        return open.unicastAddress();
    }

    /** What its sockets are bound to. */
    public List<InetSocketAddress> boundAddresses() {
        return open.receivers().stream().map(DatagramChannel::localAddress).toList();
    }

    /** Name of the network interface used for multicast. */
    public String networkInterface() {
        return open.networkInterface();
    }

    /** {@code epoll} or {@code nio}. */
    public Transport transport() {
        return open.transport();
    }

    /** What works less well than it could, and what to do about it; one sentence each. */
    public List<String> warnings() {
        return open.warnings();
    }

    /** The smallest receive buffer that the kernel granted to one of the sockets, in bytes. */
    public int grantedReceiveBufferBytes() {
        return open.grantedReceiveBufferBytes();
    }

    /** Counters of these sockets. */
    public NetCounters counters() {
        return open.counters();
    }

    /** What was asked for. */
    public SocketConfig config() {
        return config;
    }

    /** Closes everything and ends the event loop; not for a node with a driver, whose {@link EngineDriver#close} does it. */
    @Override
    public void close() {
        NodeLoop loop = open.loop();
        loop.execute(loop::stop);
        loop.ended().join();
    }

    NodeLoop loop() {
        return open.loop();
    }

    OpenSockets sockets() {
        return open;
    }
}
