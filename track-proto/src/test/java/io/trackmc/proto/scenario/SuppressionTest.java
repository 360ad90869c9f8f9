package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackSuppressMessage;
import org.junit.jupiter.api.Test;

/** A repair head that lacks what its children lack asks for it once, and tells them to wait meanwhile. */
class SuppressionTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int FIRST_CHILD = 100;
    private static final int CHILDREN = 20;
    private static final long LOST_BY_ALL = 3;

    @Test
    void shouldKeepChildrenFromAskingForWhatTheirParentIsFetching() {
        World world = new World(ProtocolConfig.lan().withSizes(1_408, 64, CHILDREN).withReserved(0)).sender(SENDER)
                .repairHead(HEAD, SENDER);
        for (int i = 0; i < CHILDREN; i++) {
            world.receiver(FIRST_CHILD + i, HEAD);
        }
        Session session = new Session(world.startAll());
        session.bindAll();
        // Heartbeats tell children how many they are, and so how far to spread.
        world.run(200 * MS);
        world.fate((packet, to) -> packet.sequence() == LOST_BY_ALL ? World.LOST : World.DELAY_NS);

        session.send(Session.messages(10, 1_292));
        world.run(4 * MS);

        assertThat(world.sent(HEAD, MessageType.NACK_SUPPRESS)).isNotEmpty()
                .allSatisfy(p -> assertThat(p.as(new NackSuppressMessage()).rangeFirst(0)).isEqualTo(LOST_BY_ALL));
        long asked = session.receivers().stream().filter(n -> n.count(CounterId.NACKS_SENT) > 0).count();
        assertThat(asked).isLessThanOrEqualTo(CHILDREN / 4);

        world.heal();
        session.finish();
        session.assertEveryReceiverHasAll();
    }
}
