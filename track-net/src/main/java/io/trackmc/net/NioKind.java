package io.trackmc.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.net.StandardSocketOptions;
import org.jspecify.annotations.Nullable;

/** The JDK's own channels: everywhere, one system call for each datagram. */
record NioKind(@Nullable String warning) implements ChannelKind {

    @Override
    public Transport transport() {
        return Transport.NIO;
    }

    @Override
    public IoHandlerFactory ioHandlers() {
        return NioIoHandler.newFactory();
    }

    @Override
    public DatagramChannel newChannel(SocketProtocolFamily family) {
        return new NioDatagramChannel(family);
    }

    @Override
    public RecvByteBufAllocator receiveAllocator() {
        return new FixedRecvByteBufAllocator(SocketConfigCheck.MAX_DATAGRAM_BYTES)
                .maxMessagesPerRead(DATAGRAMS_PER_READ);
    }

    @Override
    public void release() {
        // Netty's pool keeps what NIO reads into.
    }

    @Override
    public long shortestWaitNs() {
        return 1_000_000; // a selector waits for whole milliseconds, and Netty rounds less than half of one to none
    }

    @Override
    public boolean supportsGso() {
        return false;
    }

    @Override
    public boolean enableGro(DatagramChannel channel) {
        return false;
    }

    /** By the JDK's option: Netty hands its own, which says the opposite, on as if it said the same. */
    @Override
    public void loopMulticastBack(Bootstrap socket) {
        socket.option(NioChannelOption.of(StandardSocketOptions.IP_MULTICAST_LOOP), true);
    }

    @Override
    public int grantedBytes(int reported) {
        return reported; // the JDK halves Linux's doubled value itself
    }
}
