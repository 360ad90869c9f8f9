package io.trackmc.cli.expulsion;

import io.trackmc.net.Threads;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjLongConsumer;

/**
 * Listens to a group's multicasts from outside, as somebody on the network could: the data channel, and the local control channel of each parent, on which it
 * repairs. On a thread of its own for each.
 */
public final class Tap implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SOCKET_BYTES = 1 << 22;

    private final List<DatagramChannel> channels = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ObjLongConsumer<byte[]> hears;
    private final AtomicLong contentBytes = new AtomicLong();
    private long highest;

    /**
     * Begins to listen.
     *
     * @param groups multicast addresses and ports, the data channel's among them
     * @param networkInterface address of the interface
     * @param hears each INNER of the sender's content, as an array of its own, and when it was heard ({@link System#nanoTime}); one at a time
     */
    public Tap(Collection<InetSocketAddress> groups, String networkInterface, ObjLongConsumer<byte[]> hears)
            throws IOException {
        this.hears = hears;
        NetworkInterface device = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(networkInterface));
        try {
            for (InetSocketAddress group : groups) {
                join(group, device);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    private void join(InetSocketAddress group, NetworkInterface device) throws IOException {
        DatagramChannel channel = DatagramChannel.open(StandardProtocolFamily.INET);
        channels.add(channel);
        channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
        channel.bind(new InetSocketAddress(group.getAddress(), group.getPort()));
        channel.join(group.getAddress(), device);
        threads.add(Thread.ofPlatform().name("track-tap-" + threads.size()).daemon().start(() -> listen(channel)));
    }

    /** Bytes of content that the sender has multicast for the first time, about. */
    public long contentBytes() {
        return contentBytes.get();
    }

    @Override
    public void close() throws IOException {
        for (DatagramChannel channel : channels) {
            channel.close();
        }
        threads.forEach(Threads::join);
    }

    private void listen(DatagramChannel channel) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        try {
            while (true) {
                buffer.clear();
                channel.receive(buffer);
                heard(buffer.array(), buffer.position());
            }
        } catch (ClosedChannelException _) {
            // That is the end.
        } catch (IOException e) {
            throw new IllegalStateException("a channel cannot be heard", e);
        }
    }

    private synchronized void heard(byte[] bytes, int length) {
        if (length < OuterHeader.LENGTH + InnerHeader.LENGTH + HopKeys.ICV_LENGTH) {
            return;
        }
        int outer = OuterHeader.outerLength(bytes, 0);
        int end = length - HopKeys.ICV_LENGTH;
        if (end - outer < InnerHeader.LENGTH || InnerHeader.stream(bytes, outer) != InnerHeader.STREAM_DATA) {
            return;
        }
        byte[] inner = Arrays.copyOfRange(bytes, outer, end);
        hears.accept(inner, System.nanoTime());
        if (OuterHeader.typeCode(bytes, 0) == MessageType.ODATA.code()) {
            count(InnerHeader.sequence(inner, 0), inner.length - InnerHeader.LENGTH);
        }
    }

    /** What was lost on the way here was as long as what came next, mostly. */
    private void count(long sequence, int length) {
        if (sequence > highest) {
            contentBytes.addAndGet((highest == 0 ? 1 : sequence - highest) * length);
            highest = sequence;
        }
    }
}
