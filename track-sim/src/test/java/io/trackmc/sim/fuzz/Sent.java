package io.trackmc.sim.fuzz;

import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;

/** A datagram that an engine sent. Nobody changes its bytes. */
final class Sent {

    private final int from;
    private final Destination destination;
    private final int to;
    private final byte[] bytes;

    /** @param to target of a unicast datagram, else 0 */
    Sent(int from, Destination destination, int to, byte[] bytes) {
        this.from = from;
        this.destination = destination;
        this.to = to;
        this.bytes = bytes;
    }

    int from() {
        return from;
    }

    Destination destination() {
        return destination;
    }

    int to() {
        return to;
    }

    byte[] bytes() {
        return bytes;
    }

    MessageType type() {
        return MessageType.of(OuterHeader.typeCode(bytes, 0));
    }
}
