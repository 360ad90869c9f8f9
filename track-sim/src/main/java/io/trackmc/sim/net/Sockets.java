package io.trackmc.sim.net;

import io.trackmc.sim.net.SimNetwork.Socket;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The receiving ends of hosts, by node id. */
final class Sockets {

    private static final int FIRST_CAPACITY = 16;

    private @Nullable Socket[] byNode = new Socket[FIRST_CAPACITY];

    void put(int node, Socket socket) {
        if (node >= byNode.length) {
            byNode = Arrays.copyOf(byNode, Math.max(node + 1, node + (node >> 1)));
        }
        byNode[node] = socket;
    }

    boolean contains(int node) {
        return node >= 0 && node < byNode.length && byNode[node] != null;
    }

    Socket get(int node) {
        Socket socket = node >= 0 && node < byNode.length ? byNode[node] : null;
        if (socket == null) {
            throw new IllegalArgumentException("no node " + node);
        }
        return socket;
    }
}
