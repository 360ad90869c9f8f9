package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.receiver.ReceiverEngine;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.TrackMessage;
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

    /** Neither a Track nor the end of the session tells that the application is through with what it was only handed. */
    @Test
    void shouldConfirmOnlyWhatTheApplicationIsThroughWith() {
        World world = new World(ProtocolConfig.lan()).sender(1).repairHead(10, 1).receiver(100, 10);
        world.node(100).confirmExplicitly();
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(10, 1_000));
        session.close();
        world.run(500 * Session.MS);

        session.assertEveryReceiverHasAll();
        assertThat(world.sent(100, MessageType.TRACK)).extracting(SessionTest::confirmed).containsOnly(0L);
        assertThat(world.sent(10, MessageType.TRACK)).extracting(SessionTest::confirmed).containsOnly(0L);
        assertThat(world.node(1).sender().completeCount()).isZero();

        ReceiverEngine receiver = world.node(100).receiver();
        receiver.confirm(world.nowNs(), 3);
        world.run(200 * Session.MS);
        assertThat(confirmed(world.sent(10, MessageType.TRACK).getLast())).isEqualTo(3);
        assertThat(world.node(1).sender().state()).isEqualTo(SenderState.CLOSING);

        receiver.confirm(world.nowNs(), receiver.closeSequence());
        world.runUntil("finished", 5 * Session.SECOND, session::isFinished);
        assertThat(world.node(1).sender().completeCount()).isEqualTo(1);
    }

    private static long confirmed(Sent packet) {
        return packet.as(new TrackMessage()).subtreeConfirmed();
    }
}
