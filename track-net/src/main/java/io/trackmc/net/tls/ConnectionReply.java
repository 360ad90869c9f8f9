package io.trackmc.net.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/** Answers on one connection. */
final class ConnectionReply implements Reply {

    private final Channel channel;
    private final TlsLimits limits;
    private final TlsCounters counters;

    ConnectionReply(Channel channel, TlsLimits limits, TlsCounters counters) {
        this.channel = channel;
        this.limits = limits;
        this.counters = counters;
    }

    @Override
    public void send(byte[] frame) {
        channel.eventLoop().execute(() -> write(frame, false));
    }

    @Override
    public void sendLast(byte[] frame) {
        channel.eventLoop().execute(() -> write(frame, true));
    }

    @Override
    public boolean isOpen() {
        return channel.isActive();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // there is nobody to tell when a connection that is over cannot be closed
    void cut() {
        channel.close();
    }

    private void write(byte[] frame, boolean last) {
        if (!channel.isActive()) {
            return;
        }
        if (channel.unsafe().outboundBuffer().totalPendingWriteBytes() + frame.length > limits.unsentBytes()) {
            counters.slowReaders.increment();
            cut();
            return;
        }
        ChannelFuture written = channel.writeAndFlush(Unpooled.wrappedBuffer(frame));
        ChannelFuture _ = written
                .addListener(last ? ChannelFutureListener.CLOSE : ChannelFutureListener.CLOSE_ON_FAILURE);
    }
}
