package io.trackmc.net;

import io.trackmc.proto.engine.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a node's datagrams on purpose, and may change at any time, as drills order it. Asked on the driver's thread, for each datagram; addresses
 * are as {@link Endpoint} has them.
 */
public interface DatagramFaults {

    /** All is well. */
    DatagramFaults NONE = new DatagramFaults() {};

    /** Whether the next datagram that arrives, from that address, is lost. */
    default boolean dropsArriving(long high, long low, int port) {
        return false;
    }

    /**
     * Whether the next datagram that is to be sent is lost.
     *
     * @param to where it goes; null for a group
     */
    default boolean dropsLeaving(@Nullable Endpoint to) {
        return false;
    }

    /** How long the next datagram that arrives is held back, in nanoseconds; 0 where it is not. */
    default long delayArrivingNs() {
        return 0;
    }

    /** Whether what arrives is held back; when it is not any more, what still is comes at once. */
    default boolean delaysArriving() {
        return false;
    }
}
