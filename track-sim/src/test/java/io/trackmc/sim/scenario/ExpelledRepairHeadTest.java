package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.rekey.RekeyPlan;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rekey expels a repair head while the source sends as fast as a small window lets it: nobody below may miss anything. */
class ExpelledRepairHeadTest {

    private static final long MS = 1_000_000;
    private static final int WINDOW = 64;
    private static final int HEAD = 2;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldCostThoseBelowTheOnlyOneNothing(long seed) {
        run(seed, new Topology(List.of(sender(), head(HEAD, Topology.SENDER), receiver(3, HEAD), receiver(4, HEAD))));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void shouldCostThoseBelowOneOfSeveralNothing(long seed) {
        run(seed, new Topology(List.of(sender(), head(HEAD, Topology.SENDER), head(3, HEAD), receiver(4, HEAD),
                receiver(5, 3), receiver(6, Topology.SENDER))));
    }

    private static void run(long number, Topology topology) {
        Seed seed = new Seed(number).child("expelled repair head");
        ProtocolConfig config = ProtocolConfig.lan();
        TreeSettings settings = new TreeSettings(config.withSizes(config.datagramBytes(), WINDOW, config.maxChildren()),
                _ -> HostSettings.DEFAULT, _ -> Appetite.EAGER, 30_000 * MS, SessionRules.DEFAULT, true);
        RekeyPlan rekeys = new RekeyPlan(List.of(new RekeyPlan.Rekey(700 * MS, KeyLayer.TRANSPORT,
                new KeyChange(20 * MS, 2_000 * MS, 500 * MS), Set.of(HEAD))));
        Load load = new Load(3_000, 1_000, 1_200, MS, seed.child("load"));
        SwarmPlan plan = new SwarmPlan(Scenario.REKEYING, number, seed, topology, load, settings,
                Weather.calm(seed.child("weather")), List.of(), rekeys, 4_500 * MS, new BitSet());

        SwarmResult result = new SwarmRun(plan).run();

        assertThat(result.messages()).isEqualTo(load.messages());
    }

    private static Place sender() {
        return new Place(Topology.SENDER, Place.Role.SENDER, 0, List.of());
    }

    private static Place head(int id, int parent) {
        return new Place(id, Place.Role.REPAIR_HEAD, parent == Topology.SENDER ? 1 : 2, parents(parent));
    }

    private static Place receiver(int id, int parent) {
        return new Place(id, Place.Role.RECEIVER, parent == Topology.SENDER ? 1 : parent == HEAD ? 2 : 3,
                parents(parent));
    }

    private static List<Integer> parents(int parent) {
        return parent == Topology.SENDER ? List.of(parent) : List.of(parent, Topology.SENDER);
    }
}
