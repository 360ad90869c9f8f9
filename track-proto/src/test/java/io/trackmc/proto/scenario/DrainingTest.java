package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.Drained;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A repair head that stops without harm: its children find another parent before they leave it. */
class DrainingTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int TOP = 5;
    private static final int LEFT = 10;
    private static final int RIGHT = 20;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int EVE = 102;

    @Test
    void shouldLeaveWhenItsChildrenHaveBoundElsewhere() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(600, 1_000));
        world.run(100 * MS);

        drain(world, LEFT);
        world.runUntil("drained", 1_000 * MS, () -> isDrained(world, LEFT));

        assertThat(world.node(LEFT).repairHead().state()).isEqualTo(RepairHeadState.DRAINED);
        assertThat(world.node(ANN).events(ParentLost.class)).containsExactly(new ParentLost(LEFT, ParentLoss.LEAVING));
        assertThat(world.node(ANN).events(ParentBound.class)).last().isEqualTo(new ParentBound(RIGHT, 1, true));
        session.finish();
        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(3);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    /** In between nobody would keep, or repair, what it misses. */
    @Test
    void shouldLeaveNoChildWithoutAParentForAMoment() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(300, 1_000));
        world.run(100 * MS);
        world.forgetSent();

        drain(world, LEFT);
        world.runUntil("drained", 1_000 * MS, () -> isDrained(world, LEFT));

        long counted = first(world, RIGHT, MessageType.HEARTBEAT, ANN);
        long goodBye = first(world, ANN, MessageType.UNBIND_REQUEST, LEFT);
        assertThat(goodBye).isGreaterThan(counted);
        assertThat(counted).isGreaterThan(first(world, RIGHT, MessageType.BIND_CONFIRM, ANN));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldLoseNothingThatIsMissedWhileItsChildrenMove() {
        World world = twoHeads();
        Session session = begun(world);
        long[] packets = new long[1];
        world.fate((packet, to) -> to >= ANN && ++packets[0] % 5 == 0 ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(1_000, 1_000));
        world.run(50 * MS);

        drain(world, LEFT);
        world.runUntil("drained", 3_000 * MS, () -> isDrained(world, LEFT));

        session.finish();
        session.assertEveryReceiverHasAll();
        assertThat(world.node(ANN).events(Unrecoverable.class)).isEmpty();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(3);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    @Test
    void shouldSayThatItHasNoRoomAndRefuseWhoeverComes() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT).receiver(EVE, LEFT, RIGHT);
        List.of(SENDER, LEFT, RIGHT, ANN).forEach(world::start);
        world.run(300 * MS);
        world.forgetSent();

        drain(world, LEFT);
        world.start(EVE);
        world.run(2_000 * MS);

        Sent advertise = world.sent(LEFT, MessageType.ADVERTISE).getFirst();
        assertThat(advertise.as(new AdvertiseMessage()).receiverSlots()).isZero();
        assertThat(advertise.as(new AdvertiseMessage()).repairHeadSlots()).isZero();
        assertThat(world.node(EVE).events(ParentRejected.class))
                .contains(new ParentRejected(LEFT, BindRejectReason.LEAVING.code()));
        assertThat(world.node(EVE).events(ParentBound.class)).singleElement()
                .satisfies(bound -> assertThat(bound.parent()).isEqualTo(RIGHT));
    }

    @Test
    void shouldServeAChildThatKnowsNoOtherAsLongAsItMay() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT)
                .receiver(BOB, SENDER);
        Session session = begun(world);
        world.run(50 * MS);

        drain(world, LEFT);
        session.send(Session.messages(300, 1_000));
        world.run(9_000 * MS);

        session.assertHasAll(world.node(ANN));
        assertThat(isDrained(world, LEFT)).isFalse();
        world.run(1_500 * MS);
        assertThat(isDrained(world, LEFT)).isTrue();
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(1);
        assertThat(world.node(SENDER).sender().failureCount()).isEqualTo(1);
    }

    @Test
    void shouldHandOverARepairHeadWithAllBelowIt() {
        World world = threeLevels();
        Session session = begun(world);
        session.send(Session.messages(500, 1_000));
        world.run(50 * MS);

        drain(world, TOP);
        world.runUntil("drained", 1_000 * MS, () -> isDrained(world, TOP));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(ANN).events(ParentLost.class)).isEmpty();
        assertThat(world.node(LEFT).repairHead().session().ancestorCount()).isEqualTo(1);
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    /** The one that drains keeps what it was told, and tells its own parent when it leaves. */
    @Test
    void shouldCountEveryConfirmationOnceWhenTheSessionIsClosedAlready() {
        World world = threeLevels();
        Session session = begun(world);
        world.node(BOB).reading(false);
        session.send(Session.messages(50, 1_000));
        session.close();
        world.run(500 * MS);
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);

        drain(world, TOP);
        world.runUntil("drained", 1_000 * MS, () -> isDrained(world, TOP));
        world.node(BOB).reading(true);
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    @Test
    void shouldStayUntilAnotherIsThere() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(200, 1_000));
        world.crash(RIGHT);
        world.run(700 * MS);

        drain(world, LEFT);
        world.run(3_000 * MS);
        assertThat(world.node(ANN).events(ParentLost.class)).isEmpty();

        world.start(RIGHT);
        world.runUntil("drained", 3_000 * MS, () -> isDrained(world, LEFT));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldGoOnSearchingWhenTheParentDiesWhileItDrains() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(300, 1_000));
        world.run(50 * MS);
        world.fate((packet, to) -> packet.is(MessageType.BIND_REQUEST) && to == RIGHT ? World.LOST : World.DELAY_NS);
        drain(world, LEFT);
        world.run(100 * MS);

        world.crash(LEFT);
        world.heal();
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(3);
    }

    @Test
    void shouldRepeatTheGoodByeUntilItIsHeard() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(100, 1_000));
        world.run(50 * MS);
        world.fate((packet, to) -> packet.is(MessageType.UNBIND_REQUEST) && to == LEFT ? World.LOST : World.DELAY_NS);
        drain(world, LEFT);
        world.run(300 * MS);
        assertThat(world.node(ANN).events(ParentBound.class)).hasSize(2);
        assertThat(isDrained(world, LEFT)).isFalse();

        world.heal();
        world.runUntil("drained", 1_000 * MS, () -> isDrained(world, LEFT));
        session.finish();

        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(3);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    /** One after the other, as when programs are renewed. */
    @Test
    void shouldLoseNothingWhenOneAfterTheOtherDrainsAndStartsAgain() {
        World world = twoHeads();
        Session session = begun(world);
        for (int head : List.of(LEFT, RIGHT, LEFT)) {
            session.send(Session.messages(300, 1_000));
            drain(world, head);
            world.runUntil("drained", 1_000 * MS, () -> isDrained(world, head));
            world.node(head).events().clear();
            world.crash(head);
            world.start(head);
            world.run(1_000 * MS);
        }

        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(3);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    @Test
    void shouldStopAtOnceWithoutChildrenAndWithoutAParent() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER);
        world.start(LEFT);
        world.run(100 * MS);

        drain(world, LEFT);
        drain(world, LEFT);

        assertThat(world.node(LEFT).events(Drained.class)).hasSize(1);
        world.forgetSent();
        world.run(1_000 * MS);
        assertThat(world.sent()).isEmpty();
    }

    private static World twoHeads() {
        return new World(ProtocolConfig.lan().withSizes(1408, 256, 64).withRates(1_000_000, 0)).sender(SENDER)
                .repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER).receiver(ANN, LEFT, RIGHT)
                .receiver(BOB, RIGHT, LEFT).receiver(EVE, LEFT, RIGHT);
    }

    private static World threeLevels() {
        return new World(ProtocolConfig.lan().withSizes(1408, 256, 64).withRates(1_000_000, 0)).sender(SENDER)
                .repairHead(TOP, SENDER).repairHead(LEFT, TOP, SENDER).receiver(ANN, LEFT).receiver(BOB, LEFT);
    }

    private static Session begun(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        return session;
    }

    private static void drain(World world, int id) {
        world.node(id).repairHead().drain(world.nowNs());
        world.settle(id);
    }

    private static boolean isDrained(World world, int id) {
        Node node = world.node(id);
        return !node.events(Drained.class).isEmpty();
    }

    /** When a node sent the first packet of a type to another alone. */
    private static long first(World world, int from, MessageType type, int to) {
        return world.sent(from, type).stream().filter(packet -> packet.to() == to).findFirst().orElseThrow()
                .elapsedNs();
    }
}
