package io.trackmc.sim.net;

/** Takes datagrams along paths: those to all members of a group one after the other, and then no more of them. */
interface Carrier {

    /** Takes a datagram to a node, unless it is lost on the way. */
    void carry(Datagram datagram, int to);

    /** Nothing more comes of the last datagram. */
    void depart();
}
