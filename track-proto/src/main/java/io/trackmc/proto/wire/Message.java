package io.trackmc.proto.wire;

/**
 * A message with a body, as a mutable object that is made once and used again for each packet.
 *
 * <p>Its lists are arrays made at their largest allowed size, so that neither parsing nor writing allocates. Setters write the
 * low bits that their field has room for. Not thread-safe.
 */
public sealed interface Message
        permits AdvertiseMessage,
        BindConfirmMessage,
        BindPendingMessage,
        BindRejectMessage,
        BindRequestMessage,
        EjectRequestMessage,
        HeartbeatMessage,
        NackMessage,
        NackSuppressMessage,
        QueryMessage,
        RekeyRequestMessage,
        TrackMessage,
        UnbindRequestMessage {

    /** Type of this message; the same for all objects of a class. */
    MessageType type();

    /** Sets all fields to zero, all lists to empty and all flags to absent. */
    void reset();

    /**
     * Takes all fields from a packet that {@link PacketShape#check} has found no fault in.
     *
     * @param off where OUTER begins
     * @return false when the packet has another type, or a body that is not exactly what the wire format allows; the fields are
     *     undefined then
     */
    boolean parse(byte[] b, int off);

    /**
     * Writes OUTER with the security fields left zero.
     *
     * @param off where OUTER begins
     * @return outerLength
     */
    int write(byte[] b, int off);
}
