package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a repair goes: to one, to a region, or to everybody, by how many need it. */
class RepairScopeTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int FIRST_HEAD = 10;
    private static final int HEADS = 8;
    private static final int RECEIVERS_EACH = 3;
    private static final long LOST = 3;

    @Test
    void shouldRepairForEverybodyWhatWasLostNearTheRoot() {
        World world = tree();
        Session session = began(world);
        world.fate((packet, to) -> isFirst(packet) ? World.LOST : World.DELAY_NS);

        session.send(Session.messages(10, 1_292));
        world.run(50 * MS);

        List<Sent> repairs = repairs(world);
        assertThat(repairs.stream().filter(r -> r.destination() == Destination.DATA)).hasSize(1);
        // The first that asked are repaired before it is known how many need it.
        assertThat(repairs.stream().filter(r -> r.destination() == Destination.REGION)).hasSizeLessThanOrEqualTo(2);
        assertThat(repairs).hasSizeLessThan(HEADS);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** A region whose head and receivers lost it is repaired in that region, once, and nowhere else. */
    @Test
    void shouldRepairInTheRegionWhatOneRegionLost() {
        World world = tree();
        Session session = began(world);
        world.fate((packet, to) -> isFirst(packet) && (to == FIRST_HEAD || to / 10 == FIRST_HEAD)
                ? World.LOST
                : World.DELAY_NS);

        session.send(Session.messages(10, 1_292));
        world.run(50 * MS);

        List<Sent> repairs = repairs(world);
        assertThat(repairs.stream().filter(r -> r.from() == SENDER)).hasSize(1)
                .allSatisfy(r -> assertThat(r.to()).isEqualTo(FIRST_HEAD));
        assertThat(repairs.stream().filter(r -> r.from() == FIRST_HEAD)).hasSize(1)
                .allSatisfy(r -> assertThat(r.destination()).isEqualTo(Destination.REGION));
        assertThat(repairs.stream().filter(r -> r.from() != FIRST_HEAD && r.from() != SENDER)).isEmpty();
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldRepairForOneWhatOneLost() {
        World world = tree();
        Session session = began(world);
        world.fate((packet, to) -> isFirst(packet) && to == FIRST_HEAD * 10 ? World.LOST : World.DELAY_NS);

        session.send(Session.messages(10, 1_292));
        world.run(50 * MS);

        assertThat(repairs(world)).hasSize(1)
                .allSatisfy(r -> assertThat(r.destination()).isEqualTo(Destination.UNICAST));
    }

    private static World tree() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER);
        for (int head = FIRST_HEAD; head < FIRST_HEAD + HEADS; head++) {
            world.repairHead(head, SENDER);
            for (int i = 0; i < RECEIVERS_EACH; i++) {
                world.receiver(head * 10 + i, head);
            }
        }
        return world;
    }

    private static Session began(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        world.run(200 * MS);
        world.forgetSent();
        return session;
    }

    private static boolean isFirst(Sent packet) {
        return packet.is(MessageType.ODATA) && packet.sequence() == LOST;
    }

    private static List<Sent> repairs(World world) {
        return world.sent().stream().filter(p -> p.is(MessageType.RDATA) && p.sequence() == LOST).toList();
    }
}
