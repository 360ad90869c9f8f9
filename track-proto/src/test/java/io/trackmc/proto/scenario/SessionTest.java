package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.World;
import org.junit.jupiter.api.Test;

class SessionTest {

    @Test
    void shouldCarryMessagesFromSenderToReceiver() {
        World world = new World(ProtocolConfig.lan()).sender(1).receiver(100, 1).startAll();
        Session session = new Session(world);

        session.bindAll();
        session.send(Session.messages(10, 300));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(1).sender().completeCount()).isEqualTo(1);
    }

    @Test
    void shouldCarryMessagesThroughTwoLevelsOfRepairHeads() {
        World world = new World(ProtocolConfig.lan()).sender(1).repairHead(10, 1).repairHead(20, 10).receiver(100, 20)
                .receiver(101, 20).receiver(102, 10).startAll();
        Session session = new Session(world);

        session.bindAll();
        session.send(Session.messages(500, 300));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(1).sender().completeCount()).isEqualTo(3);
    }
}
