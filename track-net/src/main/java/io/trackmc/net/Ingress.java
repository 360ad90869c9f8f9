package io.trackmc.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.DatagramPacket;
import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Engine;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.event.DropReason;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Way of a received datagram to the engine: own datagrams are ignored, injected losses taken out, the rest copied into one
 * heap array and handed over. All datagrams of one read carry the time at which it began. On the loop's thread only.
 */
final class Ingress implements ReceiveHandler.Sink {

    private final Engine engine;
    private final Endpoint self;
    private final LossInjector loss;
    private final DatagramFaults faults;
    private final HeldDatagrams held = new HeldDatagrams();
    private final NetCounters counters;
    private final boolean gro;
    private final byte[] bytes = new byte[ReceiveBuffer.SUPER_PACKET_BYTES];
    private final Path path = new Path();

    private @Nullable InetSocketAddress sender;
    private boolean senderRepeats;
    private long high;
    private long low;
    private int port;
    private boolean fromSelf;
    private long nowNs;
    private boolean reading;
    private @Nullable Throwable failure;

    Ingress(Engine engine, Endpoint self, LossInjector loss, DatagramFaults faults, boolean gro,
            NetCounters counters) {
        this.engine = engine;
        this.self = self;
        this.loss = loss;
        this.faults = faults;
        this.gro = gro;
        this.counters = counters;
    }

    /** What the engine threw, or null; it gets no more datagrams then. */
    @Nullable
    Throwable failure() {
        return failure;
    }

    @Override
    public void onDatagram(Path.Channel channel, DatagramPacket packet) {
        if (!reading) {
            reading = true;
            nowNs = System.nanoTime();
        }
        if (failure == null) {
            try {
                take(channel, packet);
            } catch (Throwable e) {
                failure = e; // not thrown on: Netty would count it as the socket's and go on reading
            }
        }
    }

    @Override
    public void onReadComplete() {
        reading = false;
        sender = null;
    }

    @Override
    public void onError(Path.Channel channel, Throwable error) {
        if (channel == Path.Channel.UNICAST) {
            SendErrors.count(error, counters);
        } else {
            counters.increment(NetCounterId.RECEIVE_ERRORS);
        }
    }

    private void take(Path.Channel channel, DatagramPacket packet) {
        lookAtSender(packet.sender());
        if (fromSelf) {
            counters.increment(NetCounterId.OWN_DATAGRAMS_IGNORED);
            return;
        }
        // Both are asked about every datagram, so that the same seed loses the same.
        boolean lost = loss.drops();
        if (lost || faults.dropsArriving(high, low, port)) {
            engine.counters().drop(DropReason.INJECTED);
            return;
        }
        long delayNs = faults.delayArrivingNs();
        int length = copy(packet.content());
        if (delayNs > 0 || !held.isEmpty()) {
            hold(channel, length, delayNs);
        } else {
            engine.onDatagram(nowNs, path.set(channel, high, low, port), bytes, 0, length);
        }
    }

    /** Until it is due, or the delay is over; what comes then goes behind what still waits, so that nothing overtakes it. */
    private void hold(Path.Channel channel, int length, long delayNs) {
        if (!held.add(new HeldDatagrams.Held(channel, new Endpoint(high, low, port), Arrays.copyOf(bytes, length),
                nowNs + delayNs))) {
            counters.increment(NetCounterId.DELAY_OVERFLOWS);
            engine.counters().drop(DropReason.INJECTED);
        }
    }

    /** Hands over what was held back and is due, at most so many; returns whether more may be. When the delay is over all of it is. */
    boolean release(long nowNs, int most) {
        boolean isOver = !held.isEmpty() && !faults.delaysArriving();
        for (int i = 0; i < most; i++) {
            HeldDatagrams.Held due = held.poll(nowNs, isOver);
            if (due == null) {
                return false;
            }
            Endpoint from = due.from();
            engine.onDatagram(nowNs, path.set(due.channel(), from.high(), from.low(), from.port()), due.bytes(), 0,
                    due.bytes().length);
        }
        return true;
    }

    /** Whether anything is held back. */
    boolean holds() {
        return !held.isEmpty();
    }

    /** When the oldest of it is due. */
    long nextDueNs() {
        return held.nextDueNs();
    }

    /** Copies a datagram to {@link #bytes}. From a slice of a direct buffer, reading the plain way allocates a view each time. */
    private int copy(ByteBuf datagram) {
        int length = datagram.readableBytes();
        ByteBuf whole = datagram.unwrap();
        if (whole != null && whole.hasMemoryAddress()) {
            int start = (int) (datagram.memoryAddress() - whole.memoryAddress()) + datagram.readerIndex();
            whole.internalNioBuffer(start, length).get(bytes, 0, length);
        } else {
            datagram.readBytes(bytes, 0, length);
        }
        return length;
    }

    /** The datagrams of one super-packet share one sender object: its address is taken apart once. */
    @SuppressWarnings("ReferenceEquality") // equal addresses in different objects are different packets
    private void lookAtSender(InetSocketAddress from) {
        if (from == sender) {
            if (gro && !senderRepeats) {
                senderRepeats = true;
                counters.increment(NetCounterId.GRO_SUPER_PACKETS);
            }
            return;
        }
        sender = from;
        senderRepeats = false;
        high = Addresses.high(from.getAddress());
        low = Addresses.low(from.getAddress());
        port = from.getPort();
        fromSelf = port == self.port() && high == self.high() && low == self.low();
    }
}
