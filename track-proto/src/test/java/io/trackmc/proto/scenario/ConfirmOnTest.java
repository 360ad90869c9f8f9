package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.SessionRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a confirmation means, by the rule of the session. */
class ConfirmOnTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int WINDOW = 64;
    private static final int PACKETS = 10;
    private static final ProtocolConfig SMALL = ProtocolConfig.lan().withSizes(1408, WINDOW, 8);

    @Test
    void shouldConfirmWhatItHoldsAlthoughNobodyTakesIt() {
        World world = tree(SMALL, ConfirmOn.RECEIVE);
        Session session = begun(world);
        world.node(BOB).reading(false);
        session.send(packets(PACKETS));
        world.run(200 * MS);
        assertThat(sender(world).confirmedSequence()).isEqualTo(PACKETS);

        session.finish();
        assertThat(sender(world).completeCount()).isEqualTo(2);
        assertThat(world.node(BOB).receiver().state()).isEqualTo(ReceiverState.FINISHED);
        world.node(BOB).reading(true);
        world.settle(BOB);
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldLeaveWhenTheLastPacketComesAfterTheEndThoughNobodyTakesIt() {
        World world = tree(SMALL, ConfirmOn.RECEIVE);
        Session session = begun(world);
        world.node(BOB).reading(false);
        world.fate((packet, to) -> to == BOB && packet.hasInner() && packet.stream() == 0
                && packet.sequence() == PACKETS ? World.LOST : World.DELAY_NS);
        session.send(packets(PACKETS));
        session.close();
        world.run(300 * MS);
        assertThat(world.node(BOB).receiver().state()).isEqualTo(ReceiverState.DRAINING);

        world.heal();
        session.finish();
        assertThat(sender(world).completeCount()).isEqualTo(2);
    }

    @Test
    void shouldConfirmWhatTheApplicationWasGiven() {
        World world = tree(SMALL, ConfirmOn.DELIVERY);
        Session session = begun(world);
        world.node(BOB).reading(false);
        session.send(packets(PACKETS));
        world.run(200 * MS);
        assertThat(sender(world).stableSequence()).isEqualTo(PACKETS);
        assertThat(sender(world).confirmedSequence()).isZero();

        world.node(BOB).reading(true);
        world.settle(BOB);
        world.run(200 * MS);
        assertThat(sender(world).confirmedSequence()).isEqualTo(PACKETS);
    }

    @Test
    void shouldConfirmWhatTheApplicationSaysAndNothingBefore() {
        World world = tree(SMALL, ConfirmOn.APPLICATION);
        Session session = begun(world);
        session.send(packets(PACKETS));
        world.run(200 * MS);
        confirm(world, ANN, PACKETS);
        confirm(world, BOB, 4);
        world.run(200 * MS);
        assertThat(sender(world).stableSequence()).isEqualTo(PACKETS);
        assertThat(sender(world).confirmedSequence()).isEqualTo(4);

        session.close();
        world.run(1_000 * MS);
        assertThat(world.node(ANN).receiver().state()).isEqualTo(ReceiverState.FINISHED);
        assertThat(world.node(BOB).receiver().state()).isEqualTo(ReceiverState.DRAINING);
        confirm(world, BOB, PACKETS);
        session.finish();
        assertThat(sender(world).completeCount()).isEqualTo(2);
    }

    /** It has everything: there is nothing to repair, only to wait for. */
    @Test
    void shouldStopTheSenderAndRepairNothingWhileAnApplicationDoesNotConfirm() {
        World world = tree(SMALL, ConfirmOn.APPLICATION);
        Session session = begun(world);
        session.send(packets(3 * WINDOW));
        world.run(500 * MS);
        assertThat(sender(world).lastSent()).isEqualTo(WINDOW);
        assertThat(sender(world).stableSequence()).isEqualTo(WINDOW);
        assertThat(sender(world).isWindowFull()).isTrue();
        assertThat(world.sent(HEAD, MessageType.RDATA)).isEmpty();
        assertThat(world.sent(SENDER, MessageType.RDATA)).isEmpty();
        assertThat(world.sent(BOB, MessageType.NACK)).isEmpty();

        confirm(world, ANN, WINDOW);
        world.run(200 * MS);
        assertThat(sender(world).lastSent()).isEqualTo(WINDOW);
        assertThat(sender(world).slowest()).isEqualTo(BOB);
        confirm(world, BOB, WINDOW / 2);
        world.run(200 * MS);
        assertThat(sender(world).lastSent()).isEqualTo(WINDOW + WINDOW / 2);
    }

    @Test
    void shouldSendAwayAnApplicationThatNeverConfirmsWhereThatIsThePolicy() {
        ProtocolConfig eject = SMALL.withFlow(new FlowConfig(SlowReceiver.EJECT, 1_000 * MS, 0));
        World world = tree(eject, ConfirmOn.APPLICATION);
        Session session = begun(world);
        session.send(packets(3 * WINDOW));
        for (int step = 0; step < 100; step++) {
            confirm(world, ANN, world.node(ANN).receiver().deliveredSequence());
            world.run(50 * MS);
        }
        assertThat(world.node(HEAD).events(ChildGone.class)).contains(new ChildGone(BOB, ChildLoss.TOO_SLOW));
        assertThat(sender(world).lastSent()).isEqualTo(3 * WINDOW);
        assertThat(sender(world).confirmedSequence()).isEqualTo(3 * WINDOW);
    }

    @Test
    void shouldNotWaitForAConfirmationLongerThanTheHoldTimeOfATimelySession() {
        World world = tree(SMALL,
                SessionRules.timely(100 * MS, LateJoin.RETAINED).withConfirmOn(ConfirmOn.APPLICATION));
        Session session = begun(world);
        session.send(packets(3 * WINDOW));
        world.run(1_000 * MS);
        assertThat(sender(world).lastSent()).isEqualTo(3 * WINDOW);
        assertThat(sender(world).confirmedSequence()).isZero();
        assertThat(world.node(BOB).delivered()).hasSize(3 * WINDOW);
    }

    private static void confirm(World world, int receiver, long sequence) {
        world.node(receiver).receiver().confirm(world.nowNs(), sequence);
        world.settle(receiver);
    }

    private static World tree(ProtocolConfig config, ConfirmOn confirmOn) {
        return tree(config, SessionRules.DEFAULT.withConfirmOn(confirmOn));
    }

    private static World tree(ProtocolConfig config, SessionRules rules) {
        World world = new World(config).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD)
                .receiver(BOB, HEAD);
        world.node(SENDER).rules(rules);
        return world;
    }

    private static Session begun(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        return session;
    }

    private static List<byte[]> packets(int count) {
        return Session.messages(count, 1_292);
    }

    private static SenderEngine sender(World world) {
        return world.node(SENDER).sender();
    }
}
