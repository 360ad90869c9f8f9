package io.trackmc.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Datagrams on their way out of the unicast socket. Consecutive datagrams to one destination and of one size, of which the
 * last may be shorter, become one super-packet (UDP_SEGMENT); several packets leave in one sendmmsg.
 *
 * <p>All bytes lie in one buffer of fixed size. When it is full and the socket takes no more, the batch has no room: nothing
 * is added until everything is out. So what waits here is bounded, and nothing is dropped. On the loop's thread only.
 */
final class SendBatch {

    /** Most datagrams in a super-packet; the kernel allows 64, and 44 of 1,408 bytes fill it. */
    static final int MAX_SEGMENTS = 44;

    /** Most bytes in a super-packet: the largest UDP payload over IPv4. */
    static final int MAX_PACKET_BYTES = 65_507;

    /** Bytes after which packets are handed to the kernel without waiting for more. */
    private static final int FLUSH_BYTES = 1 << 15;

    private static final int BUFFER_BYTES = 4 * MAX_PACKET_BYTES;

    private final Channel channel;
    private final NetCounters counters;
    private final ChannelFutureListener superPacketDone = this::superPacketDone;
    private final ByteBuf buffer = new UnpooledByteBufAllocator(true, true).directBuffer(BUFFER_BYTES, BUFFER_BYTES);
    private int maxSegments;

    private @Nullable InetSocketAddress destination;
    private int packetStart;
    private int segmentBytes;
    private int segments;
    private int flushedIndex;
    private boolean blocked;

    SendBatch(Channel channel, boolean gso, NetCounters counters) {
        this.channel = channel;
        this.counters = counters;
        this.maxSegments = gso ? MAX_SEGMENTS : 1;
        // Its own bound is in hasRoom(); Netty need not tell when a lower one is crossed.
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(Integer.MAX_VALUE - 1, Integer.MAX_VALUE));
    }

    /** Whether a datagram of {@code length} can be added; tries to make room. */
    boolean hasRoom(int length) {
        if (buffer.writableBytes() < length) {
            flush();
            boolean full = buffer.writableBytes() < length;
            if (full && !blocked) {
                counters.increment(NetCounterId.SEND_BLOCKED);
            }
            blocked = full;
        }
        return !blocked;
    }

    /** Adds a datagram for which there is room. It leaves at once, or with the next {@link #flush}. */
    void add(byte[] bytes, int length, InetSocketAddress to) {
        if (segments > 0 && (!to.equals(destination) || length > segmentBytes)) {
            endPacket();
        }
        if (segments == 0) {
            packetStart = buffer.writerIndex();
            destination = to;
            segmentBytes = length;
        }
        buffer.writeBytes(bytes, 0, length);
        segments++;
        if (segments == maxSegments
                || length < segmentBytes
                || buffer.writerIndex() - packetStart + segmentBytes > MAX_PACKET_BYTES) {
            endPacket();
        }
    }

    /** Hands everything to the kernel that it takes; what it does not take leaves as soon as it does. */
    void flush() {
        endPacket();
        handOver();
    }

    /** Whether everything added has been handed to the kernel. */
    boolean isOut() {
        ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
        return segments == 0 && (waiting == null || waiting.isEmpty());
    }

    /** Frees the buffer; not to be used afterwards. */
    void release() {
        buffer.release();
    }

    private void endPacket() {
        if (segments == 0) {
            return;
        }
        ByteBuf bytes = buffer.retainedSlice(packetStart, buffer.writerIndex() - packetStart);
        if (segments == 1) {
            var _ = channel.write(new DatagramPacket(bytes, destination), channel.voidPromise());
        } else {
            counters.increment(NetCounterId.GSO_SUPER_PACKETS);
            var _ = channel.write(new SegmentedDatagramPacket(bytes, segmentBytes, destination))
                    .addListener(superPacketDone);
        }
        segments = 0;
        if (buffer.writerIndex() - flushedIndex >= FLUSH_BYTES) {
            handOver();
        }
    }

    private void handOver() {
        channel.flush();
        flushedIndex = buffer.writerIndex();
        if (isOut()) {
            buffer.clear();
            flushedIndex = 0;
        }
    }

    /** A super-packet that a device refuses is lost, once: afterwards each datagram goes alone. */
    private void superPacketDone(ChannelFuture sent) {
        if (sent.cause() instanceof NativeIoException e && SendErrors.isRefusedSuperPacket(e)) {
            counters.increment(NetCounterId.GSO_REFUSED);
            maxSegments = 1;
        }
        if (!sent.isSuccess()) {
            SendErrors.count(sent.cause(), counters);
        }
    }
}
