package io.trackmc.sim.net;

import io.trackmc.sim.net.SimNetwork.Socket;

import java.util.Arrays;

/** One datagram on its way to sockets that it reaches at the same time, in the order in which they were added. */
final class Flight implements Runnable {

    private static final int FIRST_CAPACITY = 2;

    private final Datagram datagram;
    private Socket[] sockets = new Socket[FIRST_CAPACITY];
    private int count;

    Flight(Datagram datagram) {
        this.datagram = datagram;
    }

    Datagram datagram() {
        return datagram;
    }

    void to(Socket socket) {
        if (count == sockets.length) {
            sockets = Arrays.copyOf(sockets, 4 * count);
        }
        sockets[count++] = socket;
    }

    @Override
    public void run() {
        for (int i = 0; i < count; i++) {
            sockets[i].arrive(datagram);
        }
    }
}
