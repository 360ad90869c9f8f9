package io.trackmc.perf.worker;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Takes what {@link CeilingSource} sends, and tells it four times in a window how far it is. */
final class CeilingSink implements Sink {

    private static final int BUFFER_BYTES = 32 << 20;
    private static final int SUPER_PACKET_BYTES = 1 << 16;
    private static final int LOOK_MICROS = 10_000;
    private static final int CREDIT_EVERY = CeilingSource.WINDOW / 4;

    private final DatagramSocketFd socket;
    private final CeilingShape shape;
    private final @Nullable CeilingCrypto crypto;
    private final MemorySegment received;
    private final MemorySegment from;
    private final MemorySegment credit;
    private final byte[] datagram;
    private final byte[] content;
    private final int self;
    private long next;
    private long told;

    CeilingSink(Settings settings, boolean secured) throws Exception {
        shape = CeilingShape.of(settings.number("size"), settings.real("rate") == 0);
        crypto = secured ? new CeilingCrypto(shape) : null;
        datagram = new byte[shape.datagramBytes()];
        content = new byte[shape.contentBytes()];
        byte[] address = InetAddress.getByName(settings.text("address")).getAddress();
        self = ByteBuffer.wrap(address).getInt();
        byte[] group = InetAddress.getByName(settings.text("group")).getAddress();
        socket = new DatagramSocketFd();
        socket.shareAddress();
        socket.buffers(BUFFER_BYTES);
        socket.joinReceived();
        socket.receiveTimeout(LOOK_MICROS);
        socket.bind(socket.address(group, settings.number("port")));
        socket.join(group, address);
        received = socket.buffer(SUPER_PACKET_BYTES);
        from = socket.buffer(DatagramSocketFd.ADDRESS_BYTES);
        credit = socket.buffer(CeilingCredits.BYTES);
    }

    @Override
    public void run(Meter meter, BooleanSupplier stop) throws Exception {
        while (!stop.getAsBoolean()) {
            long bytes = socket.receive(received, from);
            for (long at = 0; at + datagram.length <= bytes; at += datagram.length) {
                MemorySegment.copy(received, ValueLayout.JAVA_BYTE, at, datagram, 0, datagram.length);
                take(meter);
            }
            if (next - told >= CREDIT_EVERY) {
                tell();
            }
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private void take(Meter meter) throws Exception {
        long number = CeilingHeader.number(datagram);
        byte[] messages = datagram;
        int at = CeilingShape.CONTENT_AT;
        if (crypto != null) {
            if (!crypto.open(datagram, number, content)) {
                throw new IOException("a datagram that is not true");
            }
            messages = content;
            at = 0;
        }
        next = number + 1;
        for (int i = CeilingHeader.messages(datagram); i > 0; i--) {
            meter.take(messages, at);
            at += shape.messageBytes();
        }
    }

    private void tell() throws IOException {
        CeilingCredits.write(credit, self, next);
        socket.send(credit, CeilingCredits.BYTES, from);
        told = next;
    }
}
