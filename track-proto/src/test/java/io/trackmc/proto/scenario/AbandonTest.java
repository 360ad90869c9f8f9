package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A receiver whose application wants no more of a session, while no parent is there to be told. */
class AbandonTest {

    private static final long MS = 1_000_000;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;

    private final World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER)
            .receiver(ANN, HEAD, SENDER).receiver(BOB, HEAD, SENDER);

    @Test
    void shouldNotSayThatItIsDoneWhenAParentIsFoundAfterItAbandoned() {
        closedButUnread();
        cutOff();
        world.node(ANN).receiver().leave(world.nowNs());
        world.settle(ANN);
        world.forgetSent();

        world.heal();
        world.run(4_000 * MS);

        assertThat(world.sent(ANN, MessageType.UNBIND_REQUEST)).isNotEmpty().allSatisfy(sent -> {
            UnbindRequestMessage bye = sent.as(new UnbindRequestMessage());
            assertThat(bye.reason()).isEqualTo(UnbindReason.APPLICATION);
            assertThat(bye.completeCount()).isZero();
        });
        assertThat(world.node(ANN).receiver().state()).isEqualTo(ReceiverState.FINISHED);
    }

    @Test
    void shouldNotBeCompleteWhenTheApplicationTakesTheRestAfterItAbandoned() {
        closedButUnread();
        cutOff();
        world.node(ANN).receiver().leave(world.nowNs());
        world.settle(ANN);

        world.node(ANN).reading(true);
        world.settle(ANN);
        assertThat(world.node(ANN).receiver().deliveredSequence())
                .isEqualTo(world.node(ANN).receiver().closeSequence());
        world.run(6_000 * MS);

        assertThat(world.node(ANN).receiver().state()).isEqualTo(ReceiverState.FINISHED);
        assertThat(world.node(ANN).receiver().isComplete()).isFalse();
    }

    /** There is no session yet that could be closed, and no parent that counts it. */
    @Test
    void shouldFinishAtOnceWhenItAbandonsBeforeItHasJoined() {
        world.start(ANN);
        world.run(20 * MS);

        world.node(ANN).receiver().leave(world.nowNs());
        world.settle(ANN);
        assertThat(world.node(ANN).receiver().state()).isEqualTo(ReceiverState.FINISHED);
        world.start(SENDER);
        world.run(2_000 * MS);

        assertThat(world.node(ANN).events(Finished.class)).hasSize(1);
        assertThat(world.node(ANN).events(SessionClosed.class)).isEmpty();
        assertThat(world.node(ANN).receiver().isComplete()).isFalse();
    }

    private void closedButUnread() {
        for (int id : List.of(SENDER, HEAD, ANN, BOB)) {
            world.start(id);
        }
        Session session = new Session(world);
        world.runUntil("bound", 10_000 * MS, () -> world.node(SENDER).sender().receiverCount() == 2);
        session.begin();
        world.node(ANN).reading(false);
        world.node(BOB).reading(false);
        session.send(Session.messages(3, 1_000));
        session.close();
        world.run(200 * MS);
        assertThat(world.node(ANN).receiver().state()).isEqualTo(ReceiverState.DRAINING);
    }

    private void cutOff() {
        world.fate((packet, to) -> to == ANN || packet.from() == ANN ? World.LOST : World.DELAY_NS);
        world.runUntil("the parent is lost", 10_000 * MS,
                () -> !world.node(ANN).events(ParentLost.class).isEmpty());
    }
}
