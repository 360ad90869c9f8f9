package io.trackmc.cli.demo;

import io.trackmc.cli.proof.InnerSample;
import io.trackmc.keys.transport.bundle.NodeConfig;
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
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Listens to a group's data channel from outside, as somebody on the network could, on a thread of its own. */
final class Tap implements Closeable {

    private static final int BUFFER_BYTES = 1 << 16;
    private static final int SOCKET_BYTES = 1 << 22;

    private final DatagramChannel channel;
    private final Witness witness;
    private final InnerSample sample;
    private final AtomicLong contentBytes = new AtomicLong();
    private final Thread thread;
    private long highest;

    /**
     * Begins to listen.
     *
     * @param node whose data channel
     * @param witness sees each INNER of the sender's content
     * @param sample of them
     */
    Tap(NodeConfig node, String networkInterface, Witness witness, InnerSample sample) throws IOException {
        this.witness = witness;
        this.sample = sample;
        NetworkInterface device = NetworkInterface.getByInetAddress(InetAddress.ofLiteral(networkInterface));
        channel = DatagramChannel.open(StandardProtocolFamily.INET);
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.setOption(StandardSocketOptions.SO_RCVBUF, SOCKET_BYTES);
            channel.bind(new InetSocketAddress(node.data().getAddress(), node.data().getPort()));
            channel.join(node.data().getAddress(), device);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        thread = Thread.ofPlatform().name("demo-tap").daemon().start(this::listen);
    }

    /** Bytes of content that the sender has multicast for the first time, about. */
    long contentBytes() {
        return contentBytes.get();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void listen() {
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
            throw new IllegalStateException("the data channel cannot be heard", e);
        }
    }

    private void heard(byte[] bytes, int length) {
        if (length < OuterHeader.LENGTH + InnerHeader.LENGTH + HopKeys.ICV_LENGTH) {
            return;
        }
        int outer = OuterHeader.outerLength(bytes, 0);
        int end = length - HopKeys.ICV_LENGTH;
        if (end - outer < InnerHeader.LENGTH || InnerHeader.stream(bytes, outer) != InnerHeader.STREAM_DATA) {
            return;
        }
        byte[] inner = Arrays.copyOfRange(bytes, outer, end);
        witness.saw(System.nanoTime(), inner);
        sample.add(inner);
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
