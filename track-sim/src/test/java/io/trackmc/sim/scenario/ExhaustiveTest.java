package io.trackmc.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.wire.InnerHeader;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.OuterHeader;
import io.trackmc.sim.check.Checkers;
import io.trackmc.sim.check.FeedbackChecker;
import io.trackmc.sim.core.Seed;
import io.trackmc.sim.net.Datagram;
import io.trackmc.sim.tree.Load;
import io.trackmc.sim.tree.Place.Role;
import io.trackmc.sim.tree.Topology;
import io.trackmc.sim.tree.TreeSettings;
import io.trackmc.sim.tree.TreeWorld;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** One sender, one repair head, two receivers, six data packets: every pattern of losses, not a sample. */
class ExhaustiveTest {

    private static final int PACKETS = 6;
    private static final int PATTERNS = 1 << PACKETS;
    private static final int ALL_LOST = PATTERNS - 1;
    private static final int REPAIR_HEAD = 2;
    private static final int RECEIVER = 3;
    private static final long SECOND_NS = 1_000_000_000L;
    private static final Seed SEED = new Seed(6);
    private static final Topology TOPOLOGY = Topology.oneRegion(2);
    private static final Load SIX_PACKETS = new Load(PACKETS, 1_250, 1_250, 1_000_000, SEED);

    @Test
    void shouldRepairEveryPatternOfLossesAtOneReceiver() {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            run(0, pattern, 0);
        }
    }

    @Test
    void shouldRepairEveryPatternOfLossesThatAllShare() {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            run(pattern, pattern, pattern);
        }
    }

    @Test
    void shouldRepairEveryPairOfPatternsAtRepairHeadAndReceiver() {
        for (int pattern = 0; pattern < PATTERNS * PATTERNS; pattern++) {
            run(pattern / PATTERNS, pattern % PATTERNS, ALL_LOST & ~pattern);
        }
    }

    /** Bit i of a pattern: the first transmission of sequence i + 1 is lost on the way to that node. */
    private static void run(int lostAtHead, int lostAtOne, int lostAtOther) {
        TreeWorld tree = new TreeWorld(SEED, TOPOLOGY, SIX_PACKETS, TreeSettings.DEFAULT);
        Checkers checkers = new Checkers(tree.world(),
                new Checkers.Promise(Topology.SENDER, TOPOLOGY.ids(Role.RECEIVER),
                        new BitSet(), 1_408, new FeedbackChecker.Limits(SECOND_NS, 100, 400)));
        int[] lost = {0, 0, lostAtHead, lostAtOne, lostAtOther};
        tree.world().network().script((datagram, to) -> isFirstTransmission(datagram)
                && (lost[to] >> (sequence(datagram) - 1) & 1) == 1);
        tree.start();
        boolean finished = tree.world().runUntil(tree::isFinished, 10 * SECOND_NS);
        assertThat(tree.world().violations().texts()).as("%x %x %x", lostAtHead, lostAtOne, lostAtOther).isEmpty();
        assertThat(finished).as("%x %x %x", lostAtHead, lostAtOne, lostAtOther).isTrue();
        assertThat(checkers.flow().highestSent()).isEqualTo(PACKETS);
        assertThat(checkers.deliveries().delivered(RECEIVER)).isEqualTo(PACKETS);
        assertThat(checkers.deliveries().delivered(RECEIVER + 1)).isEqualTo(PACKETS);
        assertThat(tree.world().node(REPAIR_HEAD).isRunning()).isTrue();
    }

    private static boolean isFirstTransmission(Datagram datagram) {
        return OuterHeader.typeCode(datagram.bytes(), 0) == MessageType.ODATA.code();
    }

    private static long sequence(Datagram datagram) {
        return InnerHeader.sequence(datagram.bytes(), OuterHeader.outerLength(datagram.bytes(), 0));
    }
}
