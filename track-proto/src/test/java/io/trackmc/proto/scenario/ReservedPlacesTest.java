package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.AdvertiseMessage;
import io.trackmc.proto.wire.BindRejectMessage;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.MessageType;
import org.junit.jupiter.api.Test;

/** A parent keeps some of its places for repair heads, which would take receivers off its hands. */
class ReservedPlacesTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int LEFT = 10;
    private static final int RIGHT = 20;
    private static final int FIRST = 100;
    private static final int RECEIVERS = 6;
    private static final int PLACES = 4;
    private static final int RESERVED = 2;

    /** All receivers know the sender first and the repair heads as backups; these come when all receivers have asked. */
    @Test
    void shouldLeaveRoomForRepairHeadsThatComeAfterACrowdOfReceivers() {
        World world = crowd();
        assertThat(children(world, SENDER)).isEqualTo(PLACES - RESERVED);
        assertThat(world.node(SENDER).count(CounterId.RESERVED_REFUSALS)).isPositive();

        world.start(LEFT);
        world.start(RIGHT);
        world.run(3_000 * MS);

        assertThat(world.node(LEFT).events(ParentBound.class)).singleElement()
                .satisfies(bound -> assertThat(bound.parent()).isEqualTo(SENDER));
        assertThat(world.node(RIGHT).events(ParentBound.class)).singleElement()
                .satisfies(bound -> assertThat(bound.parent()).isEqualTo(SENDER));
        for (int id = FIRST; id < FIRST + RECEIVERS; id++) {
            assertThat(world.node(id).events(ParentBound.class)).as("receiver " + id).hasSize(1);
        }
        assertThat(children(world, SENDER)).isEqualTo(PLACES);
    }

    @Test
    void shouldTellAReceiverThatWhatIsLeftIsReserved() {
        World world = crowd();

        assertThat(world.sent(SENDER, MessageType.BIND_REJECT)).isNotEmpty()
                .allSatisfy(reject -> assertThat(reject.as(new BindRejectMessage()).reason())
                        .isEqualTo(BindRejectReason.RESERVED));
        assertThat(world.node(FIRST + RECEIVERS - 1).events(ParentRejected.class))
                .contains(new ParentRejected(SENDER, BindRejectReason.RESERVED.code()));
    }

    @Test
    void shouldAdvertiseWhatIsTrueForEachKind() {
        World world = crowd();

        Sent newest = world.sent(SENDER, MessageType.ADVERTISE).getLast();
        AdvertiseMessage advertise = newest.as(new AdvertiseMessage());
        assertThat(advertise.receiverSlots()).isZero();
        assertThat(advertise.repairHeadSlots()).isEqualTo(RESERVED);
    }

    private static World crowd() {
        World world = new World(ProtocolConfig.lan().withSizes(1408, 256, PLACES).withReserved(RESERVED))
                .sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER);
        for (int id = FIRST; id < FIRST + RECEIVERS; id++) {
            world.receiver(id, SENDER, id % 2 == 0 ? LEFT : RIGHT, id % 2 == 0 ? RIGHT : LEFT);
        }
        world.start(SENDER);
        world.run(10 * MS);
        for (int id = FIRST; id < FIRST + RECEIVERS; id++) {
            world.start(id);
        }
        world.run(1_000 * MS);
        return world;
    }

    private static int children(World world, int parent) {
        return world.node(parent).sender().region().children().boundCount();
    }
}
