package io.trackmc.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import org.jspecify.annotations.Nullable;

/** What differs between epoll and NIO. */
interface ChannelKind {

    /** Datagrams that one socket may hand over before the engine's timers and transmits have their turn. */
    int DATAGRAMS_PER_READ = 256;

    /** Makes the loop's side of the sockets. */
    IoHandlerFactory ioHandlers();

    /** A socket that is not bound yet. */
    DatagramChannel newChannel(SocketProtocolFamily family);

    /** Where received datagrams go; one for all sockets of a node. */
    RecvByteBufAllocator receiveAllocator();

    /** Frees that memory, once the event loop has ended. */
    void release();

    /** EPOLL or NIO. */
    Transport transport();

    /** Shortest wait that the event loop does not turn into a busy look, in nanoseconds. */
    long shortestWaitNs();

    /** Whether super-packets can be sent. */
    boolean supportsGso();

    /**
     * Lets the socket receive super-packets.
     *
     * @return false when it cannot
     */
    boolean enableGro(DatagramChannel channel);

    /** Lets other sockets of this host hear the multicast that the socket sends. */
    void loopMulticastBack(Bootstrap socket);

    /** Bytes that the kernel grants, from the value that it reports for a buffer. */
    int grantedBytes(int reported);

    /** Why the kind in use is not the one that would be better, or null. */
    @Nullable
    String warning();

    /**
     * The kind to use: AUTO follows the system property, then takes epoll where it works.
     *
     * @throws ConfigurationException when epoll is demanded and does not work here
     */
    static ChannelKind of(SocketConfig config) {
        Transport transport = config.transport() == Transport.AUTO
                ? Transport.of(System.getProperty(Transport.PROPERTY))
                : config.transport();
        return switch (transport) {
            case NIO -> new NioKind(null);
            case EPOLL -> epoll(config);
            case AUTO -> Epoll.isAvailable() ? new EpollKind(config)
                    : new NioKind("epoll does not work here, using NIO: " + whyNot());
        };
    }

    private static ChannelKind epoll(SocketConfig config) {
        if (!Epoll.isAvailable()) {
            throw new ConfigurationException("transport epoll does not work here: " + whyNot());
        }
        return new EpollKind(config);
    }

    private static String whyNot() {
        return String.valueOf(Epoll.unavailabilityCause());
    }
}
