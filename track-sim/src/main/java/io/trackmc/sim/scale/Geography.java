package io.trackmc.sim.scale;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Terrain;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.random.RandomGenerator;

/**
 * Where nodes are, and so how long their paths are. A path goes from the access of one node over the way between two places, which has a
 * length of its own, to the access of the other.
 */
final class Geography implements Terrain {

    /** Accesses differ in so many steps, each twice as long as the one before. */
    private static final int STEPS = 8;

    private static final int KINDS = Reach.PLACES * Reach.PLACES * STEPS * STEPS;

    private final byte[] places;
    private final byte[] accesses;
    private final long[] delaysNs;
    private final Losses losses;

    Geography(Topology topology, Reach reach, Losses losses, Seed seed) {
        int nodes = topology.places().size() + 1;
        this.places = new byte[nodes];
        this.accesses = new byte[nodes];
        this.losses = losses;
        settle(topology, seed);
        this.delaysNs = reach == Reach.LAN ? new long[] {reach.delayNs(true, 0)} : delays(reach, seed.generator());
    }

    @Override
    public int kinds() {
        return delaysNs.length;
    }

    @Override
    public int kind(int from, int to) {
        return delaysNs.length == 1 ? 0
                : ((places[from] * Reach.PLACES + places[to]) * STEPS + accesses[from]) * STEPS + accesses[to];
    }

    @Override
    public long delayNs(int kind) {
        return delaysNs[kind];
    }

    @Override
    public boolean loses(long datagram, long atNs, int from, int to) {
        return losses.loses(datagram, atNs, from, to);
    }

    /** The longest way there and back between two nodes. */
    long worstRoundTripNs() {
        long worstNs = 0;
        for (long delayNs : delaysNs) {
            worstNs = Math.max(worstNs, 2 * delayNs);
        }
        return worstNs;
    }

    private static long[] delays(Reach reach, RandomGenerator random) {
        long[] between = new long[Reach.PLACES * Reach.PLACES];
        for (int one = 0; one < Reach.PLACES; one++) {
            for (int other = 0; other <= one; other++) {
                long delayNs = reach.delayNs(one == other, random.nextDouble());
                between[one * Reach.PLACES + other] = delayNs;
                between[other * Reach.PLACES + one] = delayNs;
            }
        }
        long[] delaysNs = new long[KINDS];
        for (int kind = 0; kind < KINDS; kind++) {
            long oneNs = accessNs(reach, kind / STEPS % STEPS);
            delaysNs[kind] = between[kind / (STEPS * STEPS)] + oneNs + accessNs(reach, kind % STEPS);
        }
        return delaysNs;
    }

    private static long accessNs(Reach reach, int step) {
        return reach.accessNs() * ((1 << step) - 1) / ((1 << (STEPS - 1)) - 1);
    }

    /** The branches below the sender are spread over all places; whoever is below them lives where its parent does. */
    private void settle(Topology topology, Seed seed) {
        int branches = 0;
        Seed accessSeed = seed.child("access");
        for (Place place : topology.places()) {
            if (place.level() == 1) {
                places[place.id()] = (byte) (branches++ % Reach.PLACES);
            } else if (place.level() > 1) {
                places[place.id()] = places[place.parents().getFirst()];
            }
            accesses[place.id()] = (byte) (accessSeed.child(place.id()).value() & (STEPS - 1));
        }
    }
}
