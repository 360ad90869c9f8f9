package io.trackmc.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DatagramPacket;
import io.trackmc.proto.engine.Path;

/** End of a channel's pipeline: hands datagrams and errors to whoever drives the node. On the loop's thread only. */
final class ReceiveHandler extends ChannelInboundHandlerAdapter {

    /** Whoever drives the node. */
    interface Sink {

        /** Takes one datagram; the packet is released afterwards. */
        void onDatagram(Path.Channel channel, DatagramPacket packet);

        /** All datagrams of one read have been handed over. */
        void onReadComplete();

        /** A socket reported an error. */
        void onError(Path.Channel channel, Throwable error);
    }

    private final Path.Channel channel;
    private Sink sink = new NoSink();

    ReceiveHandler(Path.Channel channel) {
        this.channel = channel;
    }

    void sink(Sink newSink) {
        this.sink = newSink;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        DatagramPacket packet = (DatagramPacket) message;
        try {
            sink.onDatagram(channel, packet);
        } finally {
            packet.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        sink.onReadComplete();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        sink.onError(channel, cause);
    }

    /** Before a driver starts nothing is read, so nothing is lost here. */
    private static final class NoSink implements Sink {

        @Override
        public void onDatagram(Path.Channel channel, DatagramPacket packet) {
            throw new IllegalStateException("a datagram came before the driver started");
        }

        @Override
        public void onReadComplete() {
            // Nothing was read.
        }

        @Override
        public void onError(Path.Channel channel, Throwable error) {
            // Opening reports its errors through its futures.
        }
    }
}
