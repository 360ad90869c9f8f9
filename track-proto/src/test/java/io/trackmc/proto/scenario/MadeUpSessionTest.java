package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.SessionRules;
import org.junit.jupiter.api.Test;

/** A repair head that has turned says to who joins that the session is far away: the next parent is believed as long as nothing was received. */
class MadeUpSessionTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int LIAR = 10;
    private static final int HONEST = 11;
    private static final int HEAD = 12;
    private static final int RECEIVER = 100;
    private static final int BELOW = 101;
    private static final long FAR = 1L << 61;

    private final World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LIAR, SENDER)
            .repairHead(HONEST, SENDER).repairHead(HEAD, LIAR, HONEST).receiver(RECEIVER, LIAR, HONEST)
            .receiver(BELOW, HEAD);
    private final Session session = new Session(world);
    private final Insider liar = new Insider(world);

    @Test
    void shouldBeginWhereTheNextParentSaysWhileNothingWasReceived() {
        begin();
        joinWith(RECEIVER, KeyClass.LEAF_PAIR, SessionRules.DEFAULT);
        assertThat(world.node(RECEIVER).receiver().state()).isEqualTo(ReceiverState.RECEIVING);

        world.crash(LIAR);
        world.run(5_000 * MS);
        session.begin();
        session.send(Session.messages(20, 500));
        world.run(1_000 * MS);

        session.assertHasAll(world.node(RECEIVER));
        assertThat(opened().firstSequence()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheRulesOfTheNextParentWhileNothingWasReceived() {
        begin();
        SessionRules madeUp = SessionRules.timely(MS, LateJoin.NOW);
        joinWith(RECEIVER, KeyClass.LEAF_PAIR, madeUp);
        assertThat(opened().rules()).isEqualTo(madeUp);

        world.crash(LIAR);
        world.run(5_000 * MS);

        assertThat(opened().rules()).isEqualTo(SessionRules.DEFAULT);
    }

    @Test
    void shouldServeItsChildrenWhereTheNextParentSaysThatTheSessionBegins() {
        begin();
        joinWith(HEAD, KeyClass.INTERIOR_PAIR, SessionRules.DEFAULT);
        assertThat(world.node(HEAD).repairHead().cumAck()).isEqualTo(FAR - 1);
        world.start(BELOW);
        world.run(1_000 * MS);

        world.crash(LIAR);
        world.run(5_000 * MS);
        session.begin();
        session.send(Session.messages(20, 500));
        world.run(1_000 * MS);

        assertThat(world.node(HEAD).repairHead().cumAck()).isEqualTo(world.node(SENDER).sender().lastSent());
        session.assertHasAll(world.node(BELOW));
    }

    /** In a timely session a repair head follows its parent's word at once; it comes back when the next one knows nothing of it. */
    @Test
    void shouldComeBackFromWhereItWasLedInATimelySession() {
        world.node(SENDER).rules(SessionRules.timely(500 * MS, LateJoin.RETAINED));
        begin();
        world.start(HEAD);
        world.runUntil("bound", 5_000 * MS, () -> active(HEAD));
        session.begin();
        session.send(Session.messages(5, 500));
        world.run(100 * MS);
        world.fate((packet, to) -> packet.from() == LIAR ? World.LOST : World.DELAY_NS);
        liar.down(LIAR, HEAD, KeyClass.INTERIOR_PAIR, new HeartbeatMessage().level(1).highestReleased(FAR));
        assertThat(world.node(HEAD).repairHead().cumAck()).isEqualTo(FAR);

        world.crash(LIAR);
        world.run(5_000 * MS);
        session.send(Session.messages(20, 500));
        world.run(1_000 * MS);

        assertThat(world.node(HEAD).repairHead().cumAck()).isEqualTo(world.node(SENDER).sender().lastSent());
    }

    private void begin() {
        world.start(SENDER);
        world.start(LIAR);
        world.start(HONEST);
        world.runUntil("bound", 5_000 * MS, () -> active(LIAR) && active(HONEST));
    }

    private SessionOpened opened() {
        return world.node(RECEIVER).events(SessionOpened.class).getLast();
    }

    private boolean active(int head) {
        return world.node(head).repairHead().state() == RepairHeadState.ACTIVE;
    }

    /** Nothing that the liar itself sends arrives; what it says is this. */
    private void joinWith(int child, KeyClass pairClass, SessionRules rules) {
        world.fate((packet, to) -> packet.from() == LIAR && to == child && packet.is(MessageType.BIND_CONFIRM)
                ? World.LOST : World.DELAY_NS);
        world.start(child);
        world.runUntil("asks", 5_000 * MS, () -> !world.sent(child, MessageType.BIND_REQUEST).isEmpty());
        Sent asked = world.sent(child, MessageType.BIND_REQUEST).getLast();
        BindRequestMessage request = new BindRequestMessage();
        assertThat(request.parse(asked.bytes(), 0)).isTrue();
        assertThat(asked.to()).isEqualTo(LIAR);
        Incarnation source = world.node(SENDER).incarnation();
        liar.down(LIAR, child, pairClass, new BindConfirmMessage()
                .incarnationTail(world.node(LIAR).incarnation().low()).bindSequence(request.bindSequence()).level(1)
                .trackInterval(20_000).heartbeatInterval(50_000).sourceId(SENDER).sourceIncarnationHigh(source.high())
                .sourceIncarnationLow(source.low()).lowestRepairable(FAR).highestSequence(FAR).rules(rules));
    }
}
