package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.Loss;
import io.trackmc.sim.node.HostSettings;
import io.trackmc.sim.observe.Transmission;
import io.trackmc.sim.observe.WorldObserver;
import io.trackmc.sim.tree.Appetite;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** What repairing costs in requests and in repairs. Each test prints its figures. */
class RepairCostTest {

    private static final long US = 1_000;
    private static final long MS = 1_000_000;
    private static final long SECOND_NS = 1_000 * MS;
    private static final int MESSAGES = 20_000;
    private static final int HEAD = 2;
    private static final int FIRST_RECEIVER = 3;
    private static final int PACKETS_PER_SECOND = 50_000;

    @Test
    void shouldAskForManyLossesHereAndThereInFewRequests() {
        Cost cost = new Cost(4, Loss.independent(0.2));

        assertThat(cost.nacksPerLoss()).isLessThan(0.4);
        assertThat(cost.nackBytesPerLoss()).isLessThan(26);
    }

    @Test
    void shouldAskForBurstsInFewRequests() {
        Cost cost = new Cost(4, Loss.bursts(0.002, 44));

        assertThat(cost.nacksPerLoss()).isLessThan(0.08);
        assertThat(cost.nackBytesPerLoss()).isLessThan(6);
    }

    /** A tree of one repair head whose receivers lose data of the sender, each by itself; all else arrives. */
    private static final class Cost implements WorldObserver {

        private final TreeWorld tree;
        private final Checkers checkers;
        private long nacks;
        private long nackBytes;
        private long repairs;

        Cost(int receivers, Loss loss) {
            Load load = new Load(MESSAGES, 1_250, 1_250, SECOND_NS / PACKETS_PER_SECOND, new Seed(1));
            TreeSettings settings = new TreeSettings(ProtocolConfig.lan(), node -> HostSettings.DEFAULT,
                    node -> Appetite.EAGER, SECOND_NS, true);
            Topology topology = Topology.oneRegion(receivers);
            tree = new TreeWorld(new Seed(7), topology, load, settings);
            checkers = new Checkers(tree.world(), new Checkers.Promise(Topology.SENDER, topology.ids(Role.RECEIVER),
                    new BitSet(), 1_408, new FeedbackChecker.Limits(100 * MS, 2_000, 50)));
            tree.world().observe(this);
            tree.world().network().profiles((from, to) -> from == Topology.SENDER && to >= FIRST_RECEIVER
                    ? LinkProfile.CLEAN.with(loss)
                    : LinkProfile.CLEAN);
            tree.start();
            boolean finished = tree.world().runUntil(tree::isFinished, 60 * SECOND_NS);
            assertThat(tree.world().violations().texts()).isEmpty();
            assertThat(finished).isTrue();
            System.out.printf("%s: %d repairs, %.3f Nacks and %.1f bytes of Nacks for each, done after %d us%n", loss,
                    repairs, nacksPerLoss(), nackBytesPerLoss(), tree.world().nowNs() / US);
        }

        @Override
        public void onTransmit(long atNs, Transmission transmission) {
            int type = OuterHeader.typeCode(transmission.bytes(), 0);
            if (type == MessageType.NACK.code() && transmission.node() >= FIRST_RECEIVER) {
                nacks++;
                nackBytes += transmission.bytes().length;
            } else if (type == MessageType.RDATA.code() && transmission.node() == HEAD) {
                repairs++;
            }
        }

        double nacksPerLoss() {
            return (double) nacks / repairs;
        }

        double nackBytesPerLoss() {
            return (double) nackBytes / repairs;
        }
    }
}
