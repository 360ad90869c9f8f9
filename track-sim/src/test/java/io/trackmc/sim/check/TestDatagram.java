package io.trackmc.sim.check;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.observe.Transmission;

import java.nio.ByteBuffer;

/** Builds datagrams byte by byte from the tables of the wire format. */
final class TestDatagram {

    private static final Endpoint ANYWHERE = new Endpoint(0, 1, 2);
    private static final int ICV = 16;

    private final ByteBuffer bytes = ByteBuffer.allocate(2_000);
    private int outerLength;

    private TestDatagram(int type, int keyClass, int direction, int origin) {
        bytes.put((byte) 1).put((byte) type).put((byte) 0).put((byte) ((keyClass << 4) | direction));
        bytes.putShort((short) 0).putShort((short) 0).putInt(7).putInt(origin).putLong(99).putLong(1);
    }

    static TestDatagram of(int type, int keyClass, int direction, int origin) {
        return new TestDatagram(type, keyClass, direction, origin);
    }

    static byte[] odata(int source, long sequence, int content) {
        return of(WireView.ODATA, 1, 0, source).body64(0).body32(0).inner(source, 0, sequence, content).build();
    }

    static byte[] track(int child, long cumAck, long subtreeCumAck, long highestAllowed) {
        return of(WireView.TRACK, 4, 1, child).body64(cumAck).body64(subtreeCumAck).body64(highestAllowed).build();
    }

    /** A Track of a leaf that has and confirms up to {@code confirmed}. */
    static byte[] confirming(int child, long confirmed) {
        return of(WireView.TRACK, 4, 1, child).body64(confirmed).body64(confirmed).body64(confirmed).body64(confirmed)
                .body64(0).body32(1).build();
    }

    static byte[] nack(int child) {
        return of(WireView.NACK, 4, 1, child).body32(0).build();
    }

    TestDatagram body64(long value) {
        bytes.putLong(value);
        return this;
    }

    TestDatagram body32(int value) {
        bytes.putInt(value);
        return this;
    }

    TestDatagram inner(int source, int stream, long sequence, int content) {
        outerLength = bytes.position();
        bytes.put((byte) 1).put((byte) 1).put((byte) stream).put((byte) 1).putInt(3).putInt(source).putLong(5)
                .putLong(sequence);
        bytes.putShort((short) 4).putShort((short) 0).putInt(content).putLong(0).putLong(0);
        return this;
    }

    byte[] build() {
        if (outerLength == 0) {
            outerLength = bytes.position();
        }
        bytes.putShort(4, (short) outerLength);
        bytes.position(bytes.position() + ICV);
        byte[] result = new byte[bytes.position()];
        bytes.get(0, result);
        return result;
    }

    static Transmission data(int node, byte[] bytes) {
        return new Transmission(node, Destination.DATA, null, bytes);
    }

    static Transmission region(int node, byte[] bytes) {
        return new Transmission(node, Destination.REGION, null, bytes);
    }

    static Transmission unicast(int node, byte[] bytes) {
        return new Transmission(node, Destination.UNICAST, ANYWHERE, bytes);
    }

    static Datagram arriving(int from, byte[] bytes, Datagram.Origin origin) {
        return new Datagram(1, from, ANYWHERE, Path.Channel.DATA, bytes, origin);
    }
}
