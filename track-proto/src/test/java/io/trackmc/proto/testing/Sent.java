package io.trackmc.proto.testing;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.Message;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A datagram that an engine sent.
 *
 * @param from node that sent it
 * @param destination where to
 * @param endpoint target of a unicast, else null
 * @param bytes the whole datagram
 * @param elapsedNs when, since the world began
 */
@SuppressWarnings("ArrayRecordComponent")
public record Sent(int from, Transmit.Destination destination, @Nullable Endpoint endpoint, byte[] bytes,
        long elapsedNs) {

    /** Copies what a transmit slot holds. */
    public static Sent of(int from, Transmit out, long elapsedNs) {
        byte[] bytes = Arrays.copyOf(out.bytes(), out.length());
        return new Sent(from, out.destination(), out.endpoint(), bytes, elapsedNs);
    }

    public MessageType type() {
        return Objects.requireNonNull(MessageType.of(OuterHeader.typeCode(bytes, 0)));
    }

    public boolean is(MessageType type) {
        return type() == type;
    }

    public boolean isUnicast() {
        return destination == Transmit.Destination.UNICAST;
    }

    /** Node that a unicast goes to. */
    public int to() {
        return Nodes.idOf(Objects.requireNonNull(endpoint));
    }

    /** Sequence of the INNER, or 0 without one. */
    public long sequence() {
        return hasInner() ? InnerHeader.sequence(bytes, innerOffset()) : 0;
    }

    /** Stream of the INNER. */
    public int stream() {
        return InnerHeader.stream(bytes, innerOffset());
    }

    public boolean hasInner() {
        return bytes.length > innerOffset() + 16;
    }

    /** INNER, byte for byte. */
    public byte[] inner() {
        return Arrays.copyOfRange(bytes, innerOffset(), bytes.length - 16);
    }

    /** Reads the body into a codec; the packet must be of its type. */
    public <M extends Message> M as(M message) {
        if (!message.parse(bytes, 0)) {
            throw new AssertionError("cannot be read as " + message.type() + ": " + this);
        }
        return message;
    }

    @Override
    public String toString() {
        return PacketText.of(this);
    }

    private int innerOffset() {
        return OuterHeader.outerLength(bytes, 0);
    }
}
