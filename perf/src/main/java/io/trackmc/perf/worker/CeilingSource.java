package io.trackmc.perf.worker;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends as fast as the machine lets a program send super-packets, with the cryptography of TRACK or without. There is no protocol but this: each sink
 * tells how far it is now and then, and nothing is sent more than a window ahead of the slowest. What gets lost stays lost.
 */
final class CeilingSource implements Source {

    /** Datagrams that the source may be ahead of the slowest sink. */
    static final int WINDOW = 2048;

    private static final int MOST_SEGMENTS = 44;
    private static final int MOST_BYTES = 65_507;
    private static final int BUFFER_BYTES = 8 << 20;
    private static final int CREDIT_MICROS = 1_000;
    /** A sink that has told nothing for so long has lost the last ones. */
    private static final long PATIENCE_NS = TimeUnit.MILLISECONDS.toNanos(50);

    private final DatagramSocketFd socket;
    private final CeilingShape shape;
    private final @Nullable CeilingCrypto crypto;
    private final MemorySegment group;
    private final MemorySegment batch;
    private final MemorySegment credit;
    private final MemorySegment creditFrom;
    private final CeilingCredits credits;
    private final byte[] datagram;
    private final int segmentsInBatch;
    private int messages;
    private int segments;
    private long number;

    CeilingSource(Settings settings, boolean secured) throws Exception {
        boolean paced = settings.real("rate") > 0;
        shape = CeilingShape.of(settings.number("size"), !paced);
        crypto = secured ? new CeilingCrypto(shape) : null;
        segmentsInBatch = paced ? 1 : Math.min(MOST_SEGMENTS, MOST_BYTES / shape.datagramBytes());
        datagram = new byte[shape.datagramBytes()];
        credits = new CeilingCredits(settings.number("receivers"));
        byte[] address = InetAddress.getByName(settings.text("address")).getAddress();
        socket = new DatagramSocketFd();
        socket.buffers(BUFFER_BYTES);
        socket.bind(socket.address(address, 0));
        socket.multicastFrom(address);
        socket.receiveTimeout(CREDIT_MICROS);
        if (segmentsInBatch > 1) {
            socket.cutSent(shape.datagramBytes());
        }
        group = socket.address(InetAddress.getByName(settings.text("group")).getAddress(), settings.number("port"));
        batch = socket.buffer((long) segmentsInBatch * shape.datagramBytes());
        credit = socket.buffer(CeilingCredits.BYTES);
        creditFrom = socket.buffer(DatagramSocketFd.ADDRESS_BYTES);
    }

    /** Sinks join before they say that they are ready. */
    @Override
    public void await(int sinks) {
        // nothing to wait for
    }

    @Override
    public void send(byte[] message) throws Exception {
        System.arraycopy(message, 0, datagram, CeilingShape.CONTENT_AT + messages * shape.messageBytes(),
                message.length);
        messages++;
        if (messages == shape.messages()) {
            endDatagram();
        }
    }

    @Override
    public void flush() throws Exception {
        if (messages > 0) {
            endDatagram();
        }
        if (segments > 0) {
            sendBatch();
        }
    }

    @Override
    public void close() {
        socket.close();
    }

    private void endDatagram() throws Exception {
        CeilingHeader.write(datagram, number, messages);
        if (crypto != null) {
            crypto.seal(datagram, number);
        }
        MemorySegment.copy(datagram, 0, batch, ValueLayout.JAVA_BYTE, (long) segments * datagram.length,
                datagram.length);
        number++;
        messages = 0;
        segments++;
        if (segments == segmentsInBatch) {
            sendBatch();
        }
    }

    private void sendBatch() throws Exception {
        awaitRoom();
        socket.send(batch, (long) segments * datagram.length, group);
        segments = 0;
    }

    private void awaitRoom() throws Exception {
        while (socket.receiveNow(credit, creditFrom) == CeilingCredits.BYTES) {
            credits.take(credit);
        }
        if (number - credits.slowest() <= WINDOW) {
            return;
        }
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (number - credits.slowest() > WINDOW && System.nanoTime() - endNs < 0) {
            if (socket.receive(credit, creditFrom) == CeilingCredits.BYTES) {
                credits.take(credit);
            }
        }
        if (number - credits.slowest() > WINDOW) {
            credits.forgive(number);
        }
    }
}
