package io.trackmc.sim.net;

import io.trackmc.sim.core.EventQueue;

import org.jspecify.annotations.Nullable;

/** Paths of a {@link Terrain}. */
final class TerrainCarrier implements Carrier {

    private final EventQueue queue;
    private final Sockets sockets;
    private final Terrain terrain;
    private final @Nullable Flight[] boarding;

    /** Kinds of which a flight is boarding, the first {@code open}. */
    private final int[] openKinds;

    private int open;

    TerrainCarrier(EventQueue queue, Sockets sockets, Terrain terrain) {
        this.queue = queue;
        this.sockets = sockets;
        this.terrain = terrain;
        this.boarding = new Flight[terrain.kinds()];
        this.openKinds = new int[terrain.kinds()];
    }

    @Override
    public void carry(Datagram datagram, int to) {
        int from = datagram.from();
        if (terrain.loses(datagram.id(), queue.nowNs(), from, to)) {
            return;
        }
        int kind = terrain.kind(from, to);
        Flight flight = boarding[kind];
        if (flight == null) {
            flight = new Flight(datagram, sockets);
            boarding[kind] = flight;
            openKinds[open++] = kind;
        }
        flight.to(to);
    }

    @Override
    public void depart() {
        for (int i = 0; i < open; i++) {
            int kind = openKinds[i];
            Flight flight = boarding[kind];
            boarding[kind] = null;
            if (flight != null) {
                queue.at(queue.nowNs() + terrain.delayNs(kind), flight);
            }
        }
        open = 0;
    }
}
