package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.fault.Fault;
import io.trackmc.sim.net.Delay;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.Loss;
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

/**
 * A repair head is gone from one moment to the next, while the source sends as fast as a small window lets it: a rekey expels it, or it dies and is
 * back before anybody has noticed. Nobody below may miss anything.
 */
class OrphansOfOneGoneTest {

    private static final long MS = 1_000_000;
    private static final int WINDOW = 64;
    private static final long LOAD_NS = 3_000 * MS;
    private static final int HEAD = 2;
    private static final LinkProfile LOSSY = LinkProfile.CLEAN.with(Delay.LAN).with(Loss.independent(0.05));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldCostThoseBelowTheOnlyOneNothingWhenItIsExpelled(long seed) {
        expel(seed, new Topology(List.of(sender(), head(HEAD, Topology.SENDER), receiver(3, HEAD), receiver(4, HEAD))));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16})
    void shouldCostThoseBelowOneOfSeveralNothingWhenItIsExpelled(long seed) {
        expel(seed, new Topology(List.of(sender(), head(HEAD, Topology.SENDER), head(3, HEAD), receiver(4, HEAD),
                receiver(5, 3), receiver(6, Topology.SENDER))));
    }

    @ParameterizedTest
    @ValueSource(longs = {20, 21, 22, 23, 24, 25, 26, 27})
    void shouldCostThoseBelowNothingWhenItStartsAgainAtOnce(long seed) {
        long downNs = (1 + 10 * (seed - 20)) * MS;
        Fault crash = new Fault.Crash(HEAD, 700 * MS, 700 * MS + downNs);
        run(seed, Scenario.DISTURBED, new Topology(List.of(sender(), head(HEAD, Topology.SENDER),
                receiver(3, HEAD), receiver(4, HEAD))), List.of(crash), RekeyPlan.NONE, MS / 20);
    }

    private static void expel(long seed, Topology topology) {
        RekeyPlan rekeys = new RekeyPlan(List.of(new RekeyPlan.Rekey(700 * MS, KeyLayer.TRANSPORT,
                new KeyChange(20 * MS, 2_000 * MS, 500 * MS), Set.of(HEAD))));
        run(seed, Scenario.REKEYING, topology, List.of(), rekeys, MS);
    }

    private static void run(long number, Scenario scenario, Topology topology, List<Fault> faults, RekeyPlan rekeys,
            long intervalNs) {
        Seed seed = new Seed(number).child("orphans of one gone");
        ProtocolConfig config = ProtocolConfig.lan();
        TreeSettings settings = new TreeSettings(config.withSizes(config.datagramBytes(), WINDOW, config.maxChildren()),
                _ -> HostSettings.DEFAULT, _ -> Appetite.EAGER, 30_000 * MS, SessionRules.DEFAULT, true);
        Load load = new Load((int) (LOAD_NS / intervalNs), 1_000, 1_200, intervalNs, seed.child("load"));
        SwarmPlan plan = new SwarmPlan(scenario, number, seed, topology, load, settings,
                new Weather(LOSSY, Loss.NONE, seed.child("weather")), faults, rekeys, 4_500 * MS, new BitSet());

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
