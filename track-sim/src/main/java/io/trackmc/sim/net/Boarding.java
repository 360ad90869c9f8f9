package io.trackmc.sim.net;

import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.net.SimNetwork.Socket;

import org.jspecify.annotations.Nullable;

/**
 * Gathers what comes out of links, one after the other, into as few flights as possible: neighbours in a row that the same
 * datagram reaches at the same time are one event. The order of arrivals is as if each had one of its own.
 */
final class Boarding implements Link.Outlet {

    private final EventQueue queue;
    private @Nullable Flight open;
    private long openAtNs;
    private @Nullable Socket target;

    Boarding(EventQueue queue) {
        this.queue = queue;
    }

    /** What comes out from now on goes to this socket. */
    void target(Socket socket) {
        target = socket;
    }

    /** Nothing more comes that belongs to the last flight. */
    void close() {
        open = null;
    }

    @Override
    public void deliver(long atNs, Datagram datagram) {
        Flight flight = open;
        if (flight == null || openAtNs != atNs || flight.datagram() != datagram) {
            flight = new Flight(datagram);
            open = flight;
            openAtNs = atNs;
            queue.at(atNs, flight);
        }
        if (target != null) {
            flight.to(target);
        }
    }
}
