package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** How soon a lost packet is there, in virtual time. */
class RepairLatencyTest {

    private static final long MS = Session.MS;
    private static final long US = 1_000;
    private static final long RTT_NS = 2 * World.DELAY_NS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;

    @Test
    void shouldRepairALossOfTheOnlyChildAfterTheTimeForReorderingAndARoundTrip() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD);
        Session session = began(world);

        long repairNs = loseOne(world, session, 5);

        assertThat(repairNs).isLessThanOrEqualTo(200 * US + RTT_NS);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldRepairALossWithinTheBackOffAndARoundTrip() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD)
                .receiver(BOB, HEAD);
        Session session = began(world);

        long repairNs = loseOne(world, session, 5);

        assertThat(repairNs).isLessThanOrEqualTo(6 * RTT_NS + RTT_NS);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** Where gaps are losses every time, nothing waits for reordering any more. */
    @Test
    void shouldRepairInLittleMoreThanARoundTripWhereNothingIsReordered() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD);
        Session session = began(world);
        SplittableRandom random = new SplittableRandom(3);
        world.fate((packet, to) -> to == ANN && packet.is(MessageType.ODATA) && random.nextInt(10) == 0
                ? World.LOST
                : World.DELAY_NS);
        session.send(Session.messages(1_000, 1_200));
        world.run(50 * MS);
        world.heal();

        long repairNs = loseOne(world, session, world.node(SENDER).sender().lastSent() + 5);

        assertThat(repairNs).isLessThanOrEqualTo(30 * US + RTT_NS);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    private static Session began(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        // Heartbeats tell children how many they are and how far it is to the parent.
        world.run(300 * MS);
        return session;
    }

    /** Time from the arrival of the packet after the lost one until the repair is there. */
    private static long loseOne(World world, Session session, long lost) {
        world.fate((packet, to) -> to == ANN && packet.is(MessageType.ODATA) && packet.sequence() == lost
                ? World.LOST
                : World.DELAY_NS);
        long losses = world.node(ANN).count(CounterId.LOSSES_DETECTED);
        session.send(Session.messages(10, 1_292));
        world.runUntil("noticed", 100 * MS, () -> world.node(ANN).count(CounterId.LOSSES_DETECTED) > losses);
        long noticedNs = world.elapsedNs();
        int before = world.sent(HEAD, MessageType.RDATA).size();
        world.runUntil("repaired", 100 * MS, () -> world.sent(HEAD, MessageType.RDATA).size() > before);
        List<Sent> repairs = world.sent(HEAD, MessageType.RDATA);
        assertThat(repairs.getLast().sequence()).isEqualTo(lost);
        return repairs.getLast().elapsedNs() + World.DELAY_NS - noticedNs;
    }
}
