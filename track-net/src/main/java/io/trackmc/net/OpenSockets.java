package io.trackmc.net;

import io.netty.channel.socket.DatagramChannel;
import io.trackmc.proto.engine.Endpoint;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@link SocketOpener} has opened.
 *
 * @param loop loop of all channels
 * @param transport EPOLL or NIO
 * @param gso whether super-packets can be sent
 * @param gro whether super-packets can be received
 * @param networkInterface name of the interface for multicast
 * @param interfaceIndex its number, the scope of link-local addresses
 * @param unicast sends everything and receives unicast
 * @param receivers all channels that receive, the unicast channel among them
 * @param endpoint unicast endpoint as peers see it
 * @param unicastAddress the same as a socket address
 * @param data the data channel, with its scope
 * @param ownRegion the own local control channel, with its scope
 * @param grantedReceiveBufferBytes smallest receive buffer granted
 * @param warnings what works less well than it could
 * @param counters counters of these sockets
 */
record OpenSockets(
        NodeLoop loop,
        Transport transport,
        boolean gso,
        boolean gro,
        String networkInterface,
        int interfaceIndex,
        DatagramChannel unicast,
        List<DatagramChannel> receivers,
        Endpoint endpoint,
        InetSocketAddress unicastAddress,
        InetSocketAddress data,
        @Nullable InetSocketAddress ownRegion,
        int grantedReceiveBufferBytes,
        List<String> warnings,
        NetCounters counters) {}
