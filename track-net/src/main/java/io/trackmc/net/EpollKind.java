package io.trackmc.net;

import io.netty.channel.ChannelOption;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelException;
import io.netty.channel.DefaultSelectStrategyFactory;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import org.jspecify.annotations.Nullable;

/** Linux epoll: recvmsg with UDP_GRO or else recvmmsg, sendmmsg with UDP_SEGMENT. */
final class EpollKind implements ChannelKind {

    /** Sockets with events that one wait reports; the others come with the next. */
    private static final int EVENTS_PER_WAIT = 64;

    private final ReceiveBuffer receiveBuffer;

    EpollKind(SocketConfig config) {
        this.receiveBuffer = config.gro()
                ? ReceiveBuffer.forSuperPackets(DATAGRAMS_PER_READ)
                : ReceiveBuffer.forDatagrams(config.maxDatagramBytes(), DATAGRAMS_PER_READ);
    }

    @Override
    public Transport transport() {
        return Transport.EPOLL;
    }

    @Override
    public IoHandlerFactory ioHandlers() {
        return EpollIoHandler.newFactory(EVENTS_PER_WAIT, DefaultSelectStrategyFactory.INSTANCE);
    }

    @Override
    public DatagramChannel newChannel(SocketProtocolFamily family) {
        EpollDatagramChannel channel = new EpollDatagramChannel(family);
        channel.config().setMaxDatagramPayloadSize(receiveBuffer.slotBytes());
        return channel;
    }

    @Override
    public RecvByteBufAllocator receiveAllocator() {
        return receiveBuffer;
    }

    @Override
    public void release() {
        receiveBuffer.release();
    }

    @Override
    public long shortestWaitNs() {
        return 1;
    }

    @Override
    public boolean supportsGso() {
        return EpollDatagramChannel.isSegmentedDatagramPacketSupported();
    }

    @Override
    public boolean enableGro(DatagramChannel channel) {
        try {
            return channel.config().setOption(EpollChannelOption.UDP_GRO, true);
        } catch (ChannelException e) {
            return false; // a kernel before 5.0: the caller warns
        }
    }

    @Override
    public void loopMulticastBack(Bootstrap socket) {
        socket.option(ChannelOption.IP_MULTICAST_LOOP_DISABLED, false);
    }

    @Override
    public int grantedBytes(int reported) {
        return reported / 2; // Linux doubles what it grants, for its own bookkeeping, and reports the double
    }

    @Override
    public @Nullable String warning() {
        return null;
    }
}
