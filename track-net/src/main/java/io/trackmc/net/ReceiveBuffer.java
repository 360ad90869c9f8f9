package io.trackmc.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/**
 * The one direct buffer into which the epoll sockets of a node receive, again and again: each datagram is copied out of it
 * before the next read. It has one slot for a super-packet, or many slots for single datagrams: Netty reports the size of a
 * super-packet's segments only when it reads with recvmsg, not with recvmmsg.
 */
final class ReceiveBuffer extends DefaultMaxMessagesRecvByteBufAllocator {

    /** Room for the largest super-packet. */
    static final int SUPER_PACKET_BYTES = 1 << 16;

    private static final int DATAGRAM_SLOTS = 32;

    private final int slotBytes;
    private final boolean oneSlot;
    private final ByteBuf buffer;

    private ReceiveBuffer(int slotBytes, int slots, int maxDatagramsPerRead) {
        super(maxDatagramsPerRead);
        this.slotBytes = slotBytes;
        this.oneSlot = slots == 1;
        this.buffer = new UnpooledByteBufAllocator(true, true).directBuffer(slots * slotBytes, slots * slotBytes);
    }

    /** For sockets with UDP_GRO: each system call brings a super-packet or a datagram. */
    static ReceiveBuffer forSuperPackets(int maxDatagramsPerRead) {
        return new ReceiveBuffer(SUPER_PACKET_BYTES, 1, maxDatagramsPerRead);
    }

    /**
     * For sockets without UDP_GRO: each system call brings several datagrams.
     *
     * @param maxDatagramBytes longer datagrams are cut to one byte more, so that they can be told
     */
    static ReceiveBuffer forDatagrams(int maxDatagramBytes, int maxDatagramsPerRead) {
        return new ReceiveBuffer(maxDatagramBytes + 1, DATAGRAM_SLOTS, maxDatagramsPerRead);
    }

    int slotBytes() {
        return slotBytes;
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
            return buffer.capacity();
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
            boolean mayHaveMore = oneSlot || lastBytesRead() == attemptedBytesRead();
            return mayHaveMore && super.continueReading(UncheckedBooleanSupplier.TRUE_SUPPLIER);
        }
    }
}
