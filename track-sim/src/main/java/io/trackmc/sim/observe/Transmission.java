package io.trackmc.sim.observe;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Transmit;
import org.jspecify.annotations.Nullable;

/** One datagram as an engine sent it. */
public final class Transmission {

    private final int node;
    private final Transmit.Destination destination;
    private final @Nullable Endpoint endpoint;
    private final byte[] bytes;

    /**
     * @param node sending node
     * @param endpoint target of unicast; null for multicast
     * @param bytes the datagram; not copied
     */
    public Transmission(int node, Transmit.Destination destination, @Nullable Endpoint endpoint, byte[] bytes) {
        this.node = node;
        this.destination = destination;
        this.endpoint = endpoint;
        this.bytes = bytes;
    }

    /** Sending node. */
    public int node() {
        return node;
    }

    /** Channel on which it was sent. */
    public Transmit.Destination destination() {
        return destination;
    }

    /** Target of unicast; null for multicast. */
    public @Nullable Endpoint endpoint() {
        return endpoint;
    }

    /** The datagram; shared, not to be changed. */
    public byte[] bytes() {
        return bytes;
    }
}
