package io.trackmc.sim.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.tree.Place.Role;

import java.util.BitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWorldTest {

    private static final long SECOND_NS = 1_000_000_000L;
    private static final Seed SEED = new Seed(17);

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.05, 0.3})
    void shouldCarryMessagesThroughOneRegion(double loss) {
        complete(Topology.oneRegion(3), new Load(300, 0, 3_000, 100_000, SEED), loss);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1})
    void shouldCarryMessagesThroughTwoLevelsOfRepairHeads(double loss) {
        complete(Topology.filled(9, 3), new Load(200, 0, 5_000, 0, SEED), loss);
    }

    @Test
    void shouldCloseEmptySession() {
        complete(Topology.oneRegion(2), new Load(0, 0, 0, 0, SEED), 0.1);
    }

    private static void complete(Topology topology, Load load, double loss) {
        TreeWorld tree = new TreeWorld(SEED, topology, load, TreeSettings.DEFAULT);
        Checkers checkers = new Checkers(tree.world(),
                new Checkers.Promise(Topology.SENDER, topology.ids(Role.RECEIVER),
                        new BitSet(), 1_408, new FeedbackChecker.Limits(100_000_000, 100_000, 100_000)));
        tree.world().network().profiles(LinkProfiles.all(LinkProfile.CLEAN.with(Loss.independent(loss))));
        tree.start();
        boolean finished = tree.world().runUntil(tree::isFinished, 30 * SECOND_NS);
        assertThat(tree.world().violations().texts()).isEmpty();
        assertThat(finished).isTrue();
        assertThat(checkers.deliveries().offered()).isEqualTo(load.messages());
    }
}
