package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.Counters;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.node.Program;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How evenly a sender without a limit of rate goes at the pace of its receivers. */
class FlowTest {

    private static final long MS = 1_000_000;
    private static final int MESSAGES = 20_000;
    private static final Load LOAD = new Load(MESSAGES, 1_292, 1_292, 0, new Seed(9));

    /** Without slowing down near the end of the window it runs into it 360 times, and is no faster. */
    @Test
    void shouldGoAtThePaceOfSlowApplicationsWithFewStalls() {
        TreeWorld tree = world(2_048, new Appetite(20, 2 * MS, false));

        assertThat(tree.world().runUntil(tree::isFinished, 2_050 * MS)).isTrue();

        assertThat(counters(tree, Topology.SENDER).get(CounterId.WINDOW_STALLS)).isLessThan(90);
    }

    private static TreeWorld world(int windowPackets, Appetite appetite) {
        TreeSettings settings = new TreeSettings(ProtocolConfig.lan().withSizes(1_408, windowPackets, 64),
                node -> HostSettings.DEFAULT, node -> appetite, 30_000 * MS, SessionRules.DEFAULT, true);
        TreeWorld tree = new TreeWorld(new Seed(7), Topology.filled(6, 3), LOAD, settings);
        tree.start();
        return tree;
    }

    private static Counters counters(TreeWorld tree, int node) {
        Program program = Objects.requireNonNull(tree.world().node(node).program());
        return program.engine().counters();
    }
}
