package io.trackmc.proto.wire;

/** The reusable object for each message type that has one. */
final class Messages {

    private Messages() {}

    /** A new object, or null for types whose OUTER is read in place. */
    static Message of(MessageType type) {
        return switch (type) {
            case ODATA, RDATA, NULL_DATA, UNBIND_CONFIRM, EJECT_CONFIRM, REKEY -> null;
            case HEARTBEAT -> new HeartbeatMessage();
            case TRACK -> new TrackMessage();
            case NACK -> new NackMessage();
            case NACK_SUPPRESS -> new NackSuppressMessage();
            case BIND_REQUEST -> new BindRequestMessage();
            case BIND_CONFIRM -> new BindConfirmMessage();
            case BIND_REJECT -> new BindRejectMessage();
            case BIND_PENDING -> new BindPendingMessage();
            case UNBIND_REQUEST -> new UnbindRequestMessage();
            case EJECT_REQUEST -> new EjectRequestMessage();
            case ADVERTISE -> new AdvertiseMessage();
            case QUERY -> new QueryMessage();
            case REKEY_REQUEST -> new RekeyRequestMessage();
        };
    }

    /** Checks a datagram of the given range as an engine does: first its shape, then its body. */
    static boolean isAccepted(byte[] b, int off, int length) {
        if (PacketShape.check(b, off, length, GoldenDatagram.MAX_DATAGRAM_BYTES) != null) {
            return false;
        }
        Message message = of(MessageType.of(OuterHeader.typeCode(b, off)));
        return message == null || message.parse(b, off);
    }
}
