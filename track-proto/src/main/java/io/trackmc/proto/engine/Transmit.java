package io.trackmc.proto.engine;

import org.jspecify.annotations.Nullable;

/**
 * One datagram to send, filled by {@link Engine#pollTransmit} into a slot that the driver owns and reuses.
 *
 * <p>Multicast goes out of the unicast socket too, so that its source address is the node's unicast endpoint.
 */
public final class Transmit {

    /** Where a datagram goes. */
    public enum Destination {
        /** The data multicast address. */
        DATA,
        /** The local control channel of this node's own region. */
        REGION,
        /** The unicast {@link #endpoint()}. */
        UNICAST
    }

    private final byte[] bytes;
    private int length;
    private Destination destination = Destination.DATA;
    private @Nullable Endpoint endpoint;

    /** @param capacity largest datagram of the group, in bytes */
    public Transmit(int capacity) {
        this.bytes = new byte[capacity];
    }

    /** The datagram is {@code bytes()[0 .. length())}. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public Destination destination() {
        return destination;
    }

    /** Target of a UNICAST datagram; null for multicast. */
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    /** Completes a multicast datagram; for engines. */
    public void multicast(Destination destination, int length) {
        this.destination = destination;
        this.endpoint = null;
        this.length = length;
    }

    /** Completes a unicast datagram; for engines. */
    public void unicast(Endpoint endpoint, int length) {
        this.destination = Destination.UNICAST;
        this.endpoint = endpoint;
        this.length = length;
    }
}
