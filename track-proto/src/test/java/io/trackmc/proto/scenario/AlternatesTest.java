package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A parent that has no room, or leaves, names others. */
class AlternatesTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int LEFT = 10;
    private static final int RIGHT = 20;
    private static final int THIRD = 30;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int EVE = 102;

    @Test
    void shouldGoStraightToTheParentThatAFullOneNames() {
        World world = full(RIGHT, THIRD);
        world.forgetSent();
        world.start(EVE);
        world.run(600 * MS);

        BindRejectMessage reject = world.sent(LEFT, MessageType.BIND_REJECT).getFirst().as(new BindRejectMessage());
        assertThat(reject.alternateCount()).isEqualTo(1);
        assertThat(reject.alternate(0)).isEqualTo(THIRD);
        Node eve = world.node(EVE);
        assertThat(eve.events(ParentRejected.class))
                .containsExactly(new ParentRejected(LEFT, BindRejectReason.NO_ROOM.code()));
        assertThat(eve.events(ParentBound.class)).singleElement()
                .satisfies(bound -> assertThat(bound.parent()).isEqualTo(THIRD));
    }

    /** It has no keys for it. */
    @Test
    void shouldTakeNoNoticeOfAParentThatItDoesNotKnow() {
        World world = full(RIGHT, SENDER);
        world.start(EVE);
        world.run(2_000 * MS);

        assertThat(world.node(EVE).events(ParentBound.class)).singleElement()
                .satisfies(bound -> assertThat(bound.parent()).isEqualTo(SENDER));
        assertThat(world.sent(EVE, MessageType.BIND_REQUEST)).noneMatch(packet -> packet.to() == THIRD);
    }

    @Test
    void shouldNotRunBackAndForthBetweenTwoThatNameEachOther() {
        World world = new World(ProtocolConfig.lan().withSizes(1408, 256, 2)).sender(SENDER).repairHead(LEFT, SENDER)
                .repairHead(RIGHT, SENDER, LEFT).receiver(ANN, LEFT).receiver(BOB, LEFT).receiver(EVE, LEFT, RIGHT);
        world.startAll().run(300 * MS);
        world.node(RIGHT).repairHead().drain(world.nowNs());
        world.settle(RIGHT);
        world.forgetSent();

        world.run(10_000 * MS);

        assertThat(world.sent(EVE, MessageType.BIND_REQUEST).size()).isLessThan(400);
    }

    @Test
    void shouldProposeAnotherParentToAChildWhenItLeaves() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER, RIGHT, THIRD)
                .repairHead(RIGHT, SENDER).repairHead(THIRD, SENDER).receiver(ANN, LEFT, RIGHT, THIRD);
        world.startAll().run(300 * MS);
        world.forgetSent();

        world.node(LEFT).repairHead().drain(world.nowNs());
        world.settle(LEFT);
        world.run(200 * MS);

        EjectRequestMessage eject = world.sent(LEFT, MessageType.EJECT_REQUEST).getFirst()
                .as(new EjectRequestMessage());
        assertThat(List.of(SENDER, RIGHT, THIRD)).contains(eject.alternate());
        assertThat(world.node(ANN).events(ParentBound.class)).hasSize(2);
    }

    /** LEFT has no place left, and knows THIRD. EVE knows LEFT and two others; she is not started yet. */
    private static World full(int second, int third) {
        World world = new World(ProtocolConfig.lan().withSizes(1408, 256, 2)).sender(SENDER)
                .repairHead(LEFT, THIRD).repairHead(RIGHT, SENDER).repairHead(THIRD, SENDER)
                .receiver(ANN, LEFT).receiver(BOB, LEFT).receiver(EVE, LEFT, second, third);
        List.of(SENDER, THIRD, LEFT, ANN, BOB).forEach(world::start);
        world.run(600 * MS);
        return world;
    }
}
