package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How many receivers the sender counts, while they move and half of all reports are lost. */
class ReceiverCountTest {

    private static final long MS = Session.MS;
    private static final long SETTLED_MS = 6_000;
    private static final int SENDER = 1;
    private static final int TOP = 5;
    private static final int LEFT = 10;
    private static final int RIGHT = 20;
    private static final int FIRST = 100;
    private static final int RECEIVERS = 8;

    private final World world = tree();
    private final Session session = new Session(world.startAll());

    @Test
    void shouldCountEachOnceAfterTheirRepairHeadDiedAndCameBack() {
        begin();
        world.crash(LEFT);
        assertSettles(RECEIVERS);
        world.start(LEFT);
        assertSettles(RECEIVERS);
        world.crash(RIGHT);
        assertSettles(RECEIVERS);
    }

    @Test
    void shouldCountEachOnceAfterTheRepairHeadAboveTheirsDied() {
        begin();
        world.crash(TOP);
        assertSettles(RECEIVERS);
        world.start(TOP);
        assertSettles(RECEIVERS);
    }

    @Test
    void shouldCountEachOnceWhenTheyAreHandedOver() {
        begin();
        world.node(LEFT).repairHead().drain(world.nowNs());
        world.settle(LEFT);
        assertSettles(RECEIVERS);
    }

    @Test
    void shouldNotCountThoseThatDiedOrLeft() {
        begin();
        world.crash(FIRST);
        world.node(FIRST + 1).receiver().leave(world.nowNs());
        world.settle(FIRST + 1);
        assertSettles(RECEIVERS - 2);
        world.crash(LEFT);
        assertSettles(RECEIVERS - 2);
    }

    /** Above it they are given up together, and come back together. */
    @Test
    void shouldCountThoseAgainWhoWereGivenUpWithARepairHeadThatWasCutOff() {
        begin();
        HalfOfReports lost = new HalfOfReports(2);
        world.fate(
                (packet, to) -> packet.from() == TOP || to == TOP || lost.test(packet) ? World.LOST : World.DELAY_NS);
        world.run(SETTLED_MS * MS);
        loseReports();
        assertSettles(RECEIVERS);
    }

    /** While they move, two parents count them: those must not make up for others that are missing. */
    @Test
    void shouldExpectNobodyTwiceWhileTheyMove() {
        begin();
        world.crash(LEFT);
        assertExpectsNoMoreUntilAllAreThere();
        world.node(RIGHT).repairHead().drain(world.nowNs());
        world.settle(RIGHT);
        assertExpectsNoMoreUntilAllAreThere();
        world.start(LEFT);
        world.crash(TOP);
        assertExpectsNoMoreUntilAllAreThere();
    }

    private void assertExpectsNoMoreUntilAllAreThere() {
        world.run(MS);
        long quietFromNs = world.nowNs() + SETTLED_MS * MS;
        world.runUntil("all counted again", 2 * SETTLED_MS * MS, () -> {
            int expected = world.node(SENDER).sender().receiversFromStart();
            assertThat(expected).isLessThanOrEqualTo(RECEIVERS);
            return expected == RECEIVERS && world.nowNs() - quietFromNs > 0;
        });
    }

    private void begin() {
        session.bindAll();
        session.send(Session.messages(50, 400));
        loseReports();
        world.run(500 * MS);
    }

    private void assertSettles(int receivers) {
        world.run(SETTLED_MS * MS);
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(receivers);
        session.send(Session.messages(20, 400));
        world.run(SETTLED_MS * MS);
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(receivers);
    }

    private void loseReports() {
        HalfOfReports lost = new HalfOfReports(1);
        world.fate((packet, to) -> lost.test(packet) ? World.LOST : World.DELAY_NS);
    }

    /** Loses reports by chance, but not so many of one child in a row that its parent takes it for dead. */
    private static final class HalfOfReports {

        private static final int MOST_IN_A_ROW = 3;

        private final SplittableRandom random;
        private final Map<Integer, Integer> inARow = new HashMap<>();

        HalfOfReports(long seed) {
            random = new SplittableRandom(seed);
        }

        boolean test(Sent packet) {
            if (!packet.is(MessageType.TRACK)) {
                return false;
            }
            int before = inARow.getOrDefault(packet.from(), 0);
            boolean lost = before < MOST_IN_A_ROW && random.nextBoolean();
            inARow.put(packet.from(), lost ? before + 1 : 0);
            return lost;
        }
    }

    private static World tree() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER)
                .repairHead(LEFT, TOP, SENDER).repairHead(RIGHT, SENDER, TOP);
        for (int id = FIRST; id < FIRST + RECEIVERS; id++) {
            if (id % 2 == 0) {
                world.receiver(id, LEFT, RIGHT);
            } else {
                world.receiver(id, RIGHT, LEFT);
            }
        }
        return world;
    }
}
