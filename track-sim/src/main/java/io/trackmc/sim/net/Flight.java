package io.trackmc.sim.net;

import java.util.Arrays;

/** One datagram on its way to nodes that it reaches at the same time, in the order in which they were added. */
final class Flight implements Runnable {

    private static final int[] NOBODY = {};
    private static final int FIRST_GROUP = 8;

    private final Datagram datagram;
    private final Sockets sockets;
    private int first;
    private int[] others = NOBODY;
    private int count;

    Flight(Datagram datagram, Sockets sockets) {
        this.datagram = datagram;
        this.sockets = sockets;
    }

    Datagram datagram() {
        return datagram;
    }

    void to(int node) {
        if (count == 0) {
            first = node;
        } else {
            if (count > others.length) {
                others = Arrays.copyOf(others, Math.max(FIRST_GROUP, 2 * others.length));
            }
            others[count - 1] = node;
        }
        count++;
    }

    @Override
    public void run() {
        sockets.get(first).arrive(datagram);
        for (int i = 1; i < count; i++) {
            sockets.get(others[i - 1]).arrive(datagram);
        }
    }
}
