package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.proto.wire.SessionRules;
import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.LinkProfile;
import io.trackmc.sim.net.LinkProfiles;
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

        assertThat(cost.nacksPerLoss()).isLessThan(0.2);
        assertThat(cost.nackBytesPerLoss()).isLessThan(14);
    }

    @Test
    void shouldAskForBurstsInFewRequests() {
        Cost cost = new Cost(4, Loss.bursts(0.002, 44));

        assertThat(cost.nacksPerLoss()).isLessThan(0.08);
        assertThat(cost.nackBytesPerLoss()).isLessThan(6);
    }

    /** One receiver that loses half of everything is repaired alone, and the others are done as soon as without it. */
    @Test
    void shouldNotLetACryingBabyHoldUpItsRegionNorFillIt() {
        Cost calm = new Cost(8, 5_000, (from, to) -> LinkProfile.CLEAN);
        LinkProfile half = LinkProfile.CLEAN.with(Loss.independent(0.5));

        Cost baby = new Cost(8, 5_000, (from, to) -> to == FIRST_RECEIVER ? half : LinkProfile.CLEAN);

        assertThat(baby.regionRepairs).isZero();
        assertThat(baby.repairs).isGreaterThan(MESSAGES / 4);
        assertThat(baby.siblingsDoneNs - calm.siblingsDoneNs).isLessThan(calm.siblingsDoneNs / 10);
    }

    /** A tree of one repair head whose receivers lose data of the sender, each by itself; all else arrives. */
    private static final class Cost implements WorldObserver {

        private final TreeWorld tree;
        private final Checkers checkers;
        private long nacks;
        private long nackBytes;
        private long repairs;
        private long regionRepairs;
        private long siblingsDoneNs;

        Cost(int receivers, Loss loss) {
            this(receivers, PACKETS_PER_SECOND, (from, to) -> from == Topology.SENDER && to >= FIRST_RECEIVER
                    ? LinkProfile.CLEAN.with(loss)
                    : LinkProfile.CLEAN);
        }

        Cost(int receivers, int packetsPerSecond, LinkProfiles profiles) {
            Load load = new Load(MESSAGES, 1_250, 1_250, SECOND_NS / packetsPerSecond, new Seed(1));
            TreeSettings settings = new TreeSettings(ProtocolConfig.lan(), node -> HostSettings.DEFAULT,
                    node -> Appetite.EAGER, SECOND_NS, SessionRules.DEFAULT, true);
            Topology topology = Topology.oneRegion(receivers);
            tree = new TreeWorld(new Seed(7), topology, load, settings);
            checkers = new Checkers(tree.world(), new Checkers.Promise(Topology.SENDER, topology.ids(Role.RECEIVER),
                    new BitSet(), 1_408, new FeedbackChecker.Limits(100 * MS, 2_000, 50)));
            tree.world().observe(this);
            tree.world().network().profiles(profiles);
            tree.start();
            tree.world().runUntil(() -> haveAll(FIRST_RECEIVER + 1, FIRST_RECEIVER + receivers - 1), 60 * SECOND_NS);
            siblingsDoneNs = tree.world().nowNs();
            boolean finished = tree.world().runUntil(tree::isFinished, 60 * SECOND_NS);
            assertThat(tree.world().violations().texts()).isEmpty();
            assertThat(finished).isTrue();
            System.out.printf(
                    "%d repairs, %d for the region; %.3f Nacks and %.1f bytes of Nacks for each; done after %d us, all but"
                            + " the first receiver after %d us%n",
                    repairs, regionRepairs, nacksPerLoss(), nackBytesPerLoss(),
                    tree.world().nowNs() / US, siblingsDoneNs / US);
        }

        @Override
        public void onTransmit(long atNs, Transmission transmission) {
            int type = OuterHeader.typeCode(transmission.bytes(), 0);
            if (type == MessageType.NACK.code() && transmission.node() >= FIRST_RECEIVER) {
                nacks++;
                nackBytes += transmission.bytes().length;
            } else if (type == MessageType.RDATA.code() && transmission.node() == HEAD) {
                repairs++;
                regionRepairs += transmission.destination() == Destination.REGION ? 1 : 0;
            }
        }

        private boolean haveAll(int first, int last) {
            for (int node = first; node <= last; node++) {
                if (!checkers.deliveries().isComplete(node)) {
                    return false;
                }
            }
            return true;
        }

        double nacksPerLoss() {
            return (double) nacks / repairs;
        }

        double nackBytesPerLoss() {
            return (double) nackBytes / repairs;
        }
    }
}
