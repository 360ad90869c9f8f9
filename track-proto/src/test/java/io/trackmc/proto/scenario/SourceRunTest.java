package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.BindConfirmMessage;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.MessageType;
import org.junit.jupiter.api.Test;

/** A parent that has turned tells of a run of the source that is not, later than any that will ever be. */
class SourceRunTest {

    private static final long MS = 1_000_000;
    private static final int SENDER = 1;
    private static final int LIAR = 10;
    private static final int HEAD = 11;
    private static final int ANN = 100;
    private static final Incarnation MADE_UP = new Incarnation(Long.MAX_VALUE, 7);

    private final World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LIAR, SENDER)
            .repairHead(HEAD, LIAR, SENDER).receiver(ANN, LIAR, SENDER);

    @Test
    void shouldComeToAnHonestParentAfterARepairHeadWasToldOfARunThatIsNot() {
        world.start(SENDER);
        world.start(LIAR);
        lieTo(HEAD, KeyClass.INTERIOR_PAIR);
        assertThat(world.node(HEAD).repairHead().session().incarnation()).isEqualTo(MADE_UP);

        world.run(5_000 * MS);

        assertThat(world.node(HEAD).repairHead().session().incarnation())
                .isEqualTo(world.node(SENDER).incarnation());
    }

    @Test
    void shouldJoinTheTrueSessionAfterAReceiverWasToldOfARunThatIsNot() {
        world.start(SENDER);
        world.start(LIAR);
        lieTo(ANN, KeyClass.LEAF_PAIR);
        assertThat(world.node(ANN).receiver().source()).isEqualTo(MADE_UP);
        world.runUntil("an honest parent is heard", 10_000 * MS,
                () -> world.node(ANN).receiver().state() == ReceiverState.FINISHED);
        assertThat(world.node(ANN).receiver().isComplete()).isFalse();

        world.node(ANN).after(world.node(ANN).receiver().finishedRun());
        world.crash(ANN);
        world.start(ANN);
        Session session = new Session(world);
        world.runUntil("joined", 10_000 * MS,
                () -> world.node(ANN).receiver().state() == ReceiverState.RECEIVING);
        session.begin();
        session.send(Session.messages(20, 500));
        session.close();
        world.run(3_000 * MS);

        session.assertHasAll(world.node(ANN));
        assertThat(world.node(ANN).receiver().isComplete()).isTrue();
        assertThat(world.node(ANN).receiver().finishedRun()).isEqualTo(world.node(SENDER).incarnation());
    }

    /** Of the liar's true packets only its address gets through. */
    private void lieTo(int victim, KeyClass pairClass) {
        world.fate((packet, to) -> to == victim && packet.from() == LIAR && !packet.is(MessageType.ADVERTISE)
                ? World.LOST
                : World.DELAY_NS);
        world.start(victim);
        world.runUntil("asked", 5_000 * MS, () -> !world.sent(victim, MessageType.BIND_REQUEST).isEmpty());
        int attempt = world.sent(victim, MessageType.BIND_REQUEST).getFirst().as(new BindRequestMessage())
                .bindSequence();
        new Insider(world).down(LIAR, victim, pairClass, new BindConfirmMessage().bindSequence(attempt)
                .incarnationTail(world.node(LIAR).incarnation().low()).level(1).sourceId(SENDER)
                .sourceIncarnationHigh(MADE_UP.high()).sourceIncarnationLow(MADE_UP.low()).lowestRepairable(1));
    }
}
