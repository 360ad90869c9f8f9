package io.trackmc.proto.engine;

import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.PacketShape;
import org.jspecify.annotations.Nullable;

/**
 * One arriving datagram after the checks that need no key: a cursor over the driver's bytes, reused for each datagram.
 *
 * <p>Nothing here is authentic yet.
 */
public final class Ingress {

    private static final byte[] NOTHING = new byte[0];

    private final Counters counters;
    private final int maxDatagramBytes;
    private byte[] bytes = NOTHING;
    private int offset;
    private int outerLength;
    private int innerLength;
    private MessageType type = MessageType.ODATA;

    public Ingress(Counters counters, int maxDatagramBytes) {
        this.counters = counters;
        this.maxDatagramBytes = maxDatagramBytes;
    }

    /** Takes a datagram in; false when its shape is wrong, which has been counted. */
    public boolean accept(byte[] datagram, int datagramOffset, int length) {
        counters.increment(CounterId.DATAGRAMS_RECEIVED);
        counters.add(CounterId.BYTES_RECEIVED, length);
        PacketShape.Fault fault = PacketShape.check(datagram, datagramOffset, length, maxDatagramBytes);
        MessageType found = fault == null ? MessageType.of(OuterHeader.typeCode(datagram, datagramOffset)) : null;
        if (fault != null || found == null) {
            counters.drop(reason(fault));
            return false;
        }
        bytes = datagram;
        offset = datagramOffset;
        outerLength = OuterHeader.outerLength(datagram, datagramOffset);
        innerLength = PacketShape.innerLength(datagram, datagramOffset, length);
        type = found;
        return true;
    }

    /** The datagram was handled: its bytes are the driver's again, and are not held. */
    public void release() {
        bytes = NOTHING;
    }

    /** Counts the current datagram as dropped. */
    public void drop(DropReason reason) {
        counters.drop(reason);
    }

    /** Counts a drop when there is a reason; whether there was none. */
    public boolean passes(@Nullable DropReason reason) {
        if (reason != null) {
            counters.drop(reason);
        }
        return reason == null;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Where OUTER begins. */
    public int offset() {
        return offset;
    }

    public int outerLength() {
        return outerLength;
    }

    /** Where INNER begins, if there is one. */
    public int innerOffset() {
        return offset + outerLength;
    }

    /** Length of INNER, 0 without one. */
    public int innerLength() {
        return innerLength;
    }

    public MessageType type() {
        return type;
    }

    /** Claimed origin. */
    public int origin() {
        return OuterHeader.origin(bytes, offset);
    }

    /** Claimed first 8 bytes of the origin's incarnation. */
    public long incarnation() {
        return OuterHeader.incarnation(bytes, offset);
    }

    /** Claimed key class code. */
    public int classCode() {
        return OuterHeader.classCode(bytes, offset);
    }

    /** Claimed direction code. */
    public int directionCode() {
        return OuterHeader.directionCode(bytes, offset);
    }

    private static DropReason reason(PacketShape.@Nullable Fault fault) {
        if (fault == null) {
            return DropReason.UNKNOWN_TYPE;
        }
        return switch (fault) {
            case TOO_SHORT -> DropReason.TOO_SHORT;
            case TOO_LONG -> DropReason.TOO_LONG;
            case BAD_VERSION -> DropReason.BAD_VERSION;
            case UNKNOWN_TYPE -> DropReason.UNKNOWN_TYPE;
            case MALFORMED -> DropReason.MALFORMED;
            case WRONG_KEY_CLASS -> DropReason.WRONG_KEY_CLASS;
        };
    }
}
