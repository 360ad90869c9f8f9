package io.trackmc.sim.net;

import io.trackmc.sim.core.EventQueue;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what comes out of links, one after the other, into as few flights as possible: neighbours in a row that the same
 * datagram reaches at the same time are one event. The order of arrivals is as if each had one of its own.
 */
final class Boarding implements Link.Outlet {

    private final EventQueue queue;
    private final Sockets sockets;
    private @Nullable Flight open;
    private long openAtNs;
    private int target;

    Boarding(EventQueue queue, Sockets sockets) {
        this.queue = queue;
        this.sockets = sockets;
    }

    /** What comes out from now on goes to this node. */
    void target(int node) {
        target = node;
    }

    /** Nothing more comes that belongs to the last flight. */
    void close() {
        open = null;
    }

    @Override
    public void deliver(long atNs, Datagram datagram) {
        Flight flight = open;
        if (flight == null || openAtNs != atNs || flight.datagram() != datagram) {
            flight = new Flight(datagram, sockets);
            open = flight;
            openAtNs = atNs;
            queue.at(atNs, flight);
        }
        flight.to(target);
    }
}
