package io.trackmc.sim.scale;

import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Bandwidth;
import io.trackmc.sim.net.Damage;
import io.trackmc.sim.net.Delay;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;

import java.util.random.RandomGenerator;

/**
 * Where nodes are, and so how their paths behave. All paths between two cities are alike, so that a multicast is one event for all
 * who live in one.
 */
final class Geography implements LinkProfiles {

    private final byte[] cities;
    private final LinkProfile[][] profiles = new LinkProfile[Reach.CITIES][Reach.CITIES];

    Geography(Topology topology, Reach reach, Loss loss, Seed seed) {
        this.cities = new byte[topology.places().size() + 1];
        settle(topology);
        RandomGenerator random = seed.generator();
        for (int from = 0; from < Reach.CITIES; from++) {
            for (int to = 0; to <= from; to++) {
                Delay delay = new Delay(reach.delayNs(from == to, random.nextDouble()), 0, 0, 0);
                profiles[from][to] = new LinkProfile(delay, loss, Damage.NONE, Bandwidth.UNLIMITED);
                profiles[to][from] = profiles[from][to];
            }
        }
    }

    @Override
    public LinkProfile of(int from, int to) {
        return profiles[cities[from]][cities[to]];
    }

    /** The branches below the sender are spread over all cities; whoever is below them lives where its parent does. */
    private void settle(Topology topology) {
        int branches = 0;
        for (Place place : topology.places()) {
            if (place.level() == 1) {
                cities[place.id()] = (byte) (branches++ % Reach.CITIES);
            } else if (place.level() > 1) {
                cities[place.id()] = cities[place.parents().getFirst()];
            }
        }
    }
}
