package io.trackmc.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * The one direct buffer into which the epoll sockets of a node receive, again and again: each datagram is copied out of it
 * before the next read. Each of its slots takes a datagram or a super-packet, so one system call brings several.
 */
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

    /** Room for the largest super-packet. */
    static final int SLOT_BYTES = 1 << 16;

    /** Datagrams or super-packets that one recvmmsg may bring. */
    static final int SLOTS = 4;

    private final ByteBuf buffer = new UnpooledByteBufAllocator(true, true).directBuffer(SLOTS * SLOT_BYTES,
            SLOTS * SLOT_BYTES);

    ReceiveBuffer(int maxDatagramsPerRead) {
        super(maxDatagramsPerRead);
    }

    void release() {
        buffer.release();
    }

    @Override
    public MaxMessageHandle newHandle() {
        return new ReusingHandle();
    }

    private final class ReusingHandle extends MaxMessageHandle {

        @Override
        public int guess() {
            return SLOTS * SLOT_BYTES;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator ignored) {
            // Whoever still held a slice of the last read would see it overwritten.
            if (buffer.refCnt() != 1) {
                throw new IllegalStateException("a received datagram was kept beyond its turn");
            }
            return buffer.clear().retain();
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier ignored) {
            // With a slot left empty the socket is empty too; asking it again would cost a system call.
            return lastBytesRead() == attemptedBytesRead()
                    && super.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER);
        }
    }
}
