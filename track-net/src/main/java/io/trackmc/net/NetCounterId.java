package io.trackmc.net;

/** What the sockets of a node count; datagrams and bytes are counted by the engine. Metrics use the names in lower case. */
public enum NetCounterId {
    /** Super-packets sent: several datagrams that the kernel, or the network card, cuts apart. */
    GSO_SUPER_PACKETS,
    /** Super-packets that the device or the route could not take; from the first on, datagrams are sent one by one. */
    GSO_REFUSED,
    /** Super-packets received: several datagrams that the kernel handed over in one piece. */
    GRO_SUPER_PACKETS,
    /** Times that the socket took no more and the engine was not asked for datagrams until it did. */
    SEND_BLOCKED,
    /** Datagrams or super-packets lost because the network card's queue was full (ENOBUFS). */
    SEND_NO_BUFFERS,
    /** Datagrams or super-packets that the kernel refused for another reason. */
    SEND_ERRORS,
    /** Datagrams that a drill kept from leaving. */
    SEND_INJECTED,
    /** Datagrams that a drill wanted held back and for which there was no room: they are lost. */
    DELAY_OVERFLOWS,
    /** Errors reported by a receiving socket. */
    RECEIVE_ERRORS,
    /** Datagrams of this node that multicast looped back to it. */
    OWN_DATAGRAMS_IGNORED,
    /** Addresses of peers forgotten because the cache was full. */
    PEER_ADDRESSES_EVICTED,
    /** Times that all groups were joined again, because the interface had gone and come back. */
    GROUPS_JOINED_AGAIN,
    /** Turns of the event loop. */
    TURNS
}
