package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.TrackMessage;
import io.trackmc.proto.wire.UnbindReason;
import io.trackmc.proto.wire.UnbindRequestMessage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who has confirmed: each receiver once, and nobody for another. */
class ConfirmationTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int TOP = 5;
    private static final int LEFT = 10;
    private static final int RIGHT = 20;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int CAT = 102;
    private static final int WINDOW = 64;
    private static final ProtocolConfig SMALL = ProtocolConfig.lan().withSizes(1408, WINDOW, 8);

    @Test
    void shouldNotLetAReceiverConfirmForOthers() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        Session session = begun(world);
        Insider mallory = new Insider(world);
        world.crash(BOB);
        world.crash(ANN);
        session.close();
        mallory.up(ANN, SENDER, new TrackMessage().receiverCount(1).completeCount(2).failureCount(7));
        assertThat(sender(world).completeCount()).isZero();
        assertThat(sender(world).failureCount()).isZero();
        mallory.up(ANN, SENDER, new UnbindRequestMessage().bindSequence(1)
                .reason(UnbindReason.SESSION_DONE).completeCount(2));

        world.runUntil("finished", 20_000 * MS, () -> sender(world).state() == SenderState.FINISHED);

        assertCounts(world, 2, 1, 1);
    }

    @Test
    void shouldNotLetAReceiverStandForMany() {
        World world = new World(SMALL).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT).receiver(BOB, LEFT);
        new Session(world.startAll());
        world.run(500 * MS);
        world.crash(ANN);
        TrackMessage lie = new TrackMessage().receiverCount(1_000).failureCount(1_000);
        lie.addFailure(BOB, false);
        new Insider(world).up(ANN, LEFT, lie);
        world.run(150 * MS);

        assertThat(sender(world).receiverCount()).isEqualTo(2);
        assertThat(sender(world).region().tally().reported().size()).isZero();
    }

    /** Its repair head had heard of its success, but could not tell it so before it died with the one that had not confirmed. */
    @Test
    void shouldNotCountAReceiverTwiceThatSaysGoodByeToTwoParents() {
        World world = twoHeads();
        world.node(BOB).confirmExplicitly();
        Session session = begun(world);
        world.fate((packet, to) -> packet.is(MessageType.UNBIND_CONFIRM) && to == ANN && packet.from() == LEFT
                ? World.LOST
                : World.DELAY_NS);
        session.close();
        world.run(150 * MS);

        world.crash(LEFT);
        world.crash(BOB);
        world.runUntil("finished", 20_000 * MS, () -> sender(world).state() == SenderState.FINISHED);

        assertThat(world.node(ANN).events(ParentBound.class)).last()
                .isEqualTo(new ParentBound(RIGHT, SessionState.DISCONNECTED, true));
        assertCounts(world, 2, 1, 1);
    }

    /** Nobody knows whether the parent has counted it; another parent must not. */
    @Test
    void shouldNotCountAReceiverTwiceWhenOnlyTheLastAnswerIsLost() {
        World world = twoHeads();
        world.node(BOB).confirmExplicitly();
        Session session = begun(world);
        world.fate((packet, to) -> packet.is(MessageType.UNBIND_CONFIRM) && to == ANN && !asks(packet.bytes())
                ? World.LOST
                : World.DELAY_NS);
        session.close();
        world.run(150 * MS);

        world.crash(LEFT);
        world.crash(BOB);
        world.runUntil("finished", 20_000 * MS, () -> sender(world).state() == SenderState.FINISHED);
        world.run(10_000 * MS);

        assertThat(world.node(ANN).receiver().state()).isEqualTo(ReceiverState.FINISHED);
        assertCounts(world, 2, 1, 1);
    }

    @Test
    void shouldKeepTheConfirmationsOfThoseWhoLeftBeforeTheirRepairHeadDied() {
        World world = twoHeads().receiver(CAT, LEFT, RIGHT);
        world.node(CAT).confirmExplicitly();
        Session session = begun(world);
        session.close();
        world.run(300 * MS);
        assertThat(sender(world).completeCount()).isEqualTo(2);

        world.crash(LEFT);
        world.run(3_000 * MS);
        assertThat(sender(world).completeCount()).isEqualTo(2);
        confirm(world, CAT);
        world.runUntil("finished", 20_000 * MS, session::isFinished);

        assertCounts(world, 3, 3, 0);
    }

    /** The sender keeps what the dead one had told it; the one below must not tell it again. */
    @Test
    void shouldNotCountTwiceWhatARepairHeadHasToldAParentThatDied() {
        World world = new World(SMALL).sender(SENDER).repairHead(TOP, SENDER).repairHead(LEFT, TOP, SENDER)
                .receiver(ANN, LEFT).receiver(BOB, LEFT).receiver(CAT, LEFT);
        world.node(BOB).confirmExplicitly();
        world.node(CAT).confirmExplicitly();
        Session session = begun(world);
        session.close();
        world.run(300 * MS);
        assertThat(sender(world).completeCount()).isEqualTo(1);

        world.crash(TOP);
        world.runUntil("moved", 5_000 * MS, () -> world.node(LEFT).events(ParentBound.class).size() == 2);
        world.run(3_000 * MS);
        world.crash(CAT);
        confirm(world, BOB);
        world.runUntil("finished", 30_000 * MS, () -> sender(world).state() == SenderState.FINISHED);

        assertCounts(world, 3, 2, 1);
    }

    @Test
    void shouldCountOnceWhatASilentRepairHeadTellsWhenItIsBack() {
        World world = new World(SMALL).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT).receiver(BOB, LEFT);
        world.node(BOB).confirmExplicitly();
        Session session = begun(world);
        session.close();
        world.run(300 * MS);
        world.fate((packet, to) -> packet.from() == LEFT && to == SENDER ? World.LOST : World.DELAY_NS);
        world.run(5_000 * MS);
        assertThat(sender(world).receiverCount()).isZero();
        assertThat(sender(world).completeCount()).isEqualTo(1);

        world.heal();
        world.run(1_000 * MS);
        assertThat(sender(world).completeCount()).isEqualTo(1);
    }

    @Test
    void shouldTellOfAChildThatCameWhileItSaidGoodBye() {
        World world = new World(SMALL).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT).receiver(BOB, RIGHT, LEFT);
        world.node(BOB).confirmExplicitly();
        Session session = begun(world);
        world.fate((packet, to) -> packet.is(MessageType.UNBIND_CONFIRM) && to == LEFT ? World.LOST : World.DELAY_NS);
        world.crash(RIGHT);
        world.run(450 * MS);
        session.close();
        world.runUntil("moved", 5_000 * MS, () -> world.node(BOB).events(ParentBound.class).size() == 2);
        world.run(50 * MS);

        confirm(world, BOB);
        world.run(50 * MS);
        world.heal();
        world.runUntil("finished", 20_000 * MS, session::isFinished);

        assertCounts(world, 2, 2, 0);
    }

    /** It was repeated after the parent had heard it, got lost, and comes in when the repair head looks for the next session. */
    @Test
    void shouldNotCountAGoodByeAgainThatBelongsToAnEarlierBind() {
        World world = new World(SMALL).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT).receiver(BOB, RIGHT);
        world.node(BOB).confirmExplicitly();
        Session session = begun(world);
        List<Sent> lost = new ArrayList<>();
        world.fate((packet, to) -> {
            boolean repeated = packet.is(MessageType.UNBIND_REQUEST) && packet.from() == LEFT
                    && world.sent(LEFT, MessageType.UNBIND_REQUEST).size() > 1;
            if (repeated) {
                lost.add(packet);
            }
            return repeated || (packet.is(MessageType.UNBIND_CONFIRM) && to == LEFT) ? World.LOST : World.DELAY_NS;
        });
        session.close();
        world.runUntil("repeated", 1_000 * MS, () -> lost.size() > 1);
        world.heal();
        world.runUntil("waiting", 1_000 * MS, () -> !world.node(LEFT).events(Finished.class).isEmpty());
        int requests = world.sent(LEFT, MessageType.BIND_REQUEST).size();
        world.runUntil("asking", 1_000 * MS, () -> world.sent(LEFT, MessageType.BIND_REQUEST).size() > requests);
        world.run(MS);

        world.replay(lost.getFirst(), SENDER);

        assertThat(sender(world).completeCount()).isEqualTo(1);
    }

    /** What it lacks of the stream, nobody has for it. */
    @Test
    void shouldNotLetAReceiverThatCameBackLateStandForOneThatFailed() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER).receiver(CAT, SENDER);
        Session session = begun(world);
        world.crash(CAT);
        world.run(5_000 * MS);
        session.send(Session.messages(10 * WINDOW, 1_292));
        world.run(200 * MS);
        world.start(CAT);
        world.run(500 * MS);
        world.crash(BOB);

        session.close();
        world.runUntil("finished", 20_000 * MS, () -> sender(world).state() == SenderState.FINISHED);

        assertThat(world.node(CAT).receiver().isComplete()).isTrue();
        assertThat(world.node(CAT).receiver().firstSequence()).isGreaterThan(1);
        assertCounts(world, 3, 1, 1);
        assertThat(sender(world).lateCount()).isEqualTo(1);
    }

    @Test
    void shouldCountThoseWhoCameLateApartThroughTheTree() {
        World world = new World(SMALL).sender(SENDER).repairHead(TOP, SENDER).repairHead(LEFT, TOP)
                .receiver(ANN, LEFT).receiver(BOB, LEFT).receiver(CAT, LEFT);
        List.of(SENDER, TOP, LEFT, ANN).forEach(world::start);
        world.runUntil("bound", 2_000 * MS, () -> sender(world).receiverCount() == 1);
        Session session = new Session(world);
        session.begin();
        session.send(Session.messages(10 * WINDOW, 1_292));
        world.run(200 * MS);
        world.start(BOB);
        world.start(CAT);
        world.runUntil("bound", 2_000 * MS, () -> sender(world).lateReceiverCount() == 2);
        assertThat(sender(world).receiverCount()).isEqualTo(3);

        session.finish();

        assertCounts(world, 1, 1, 0);
        assertThat(sender(world).lateCount()).isEqualTo(2);
        assertThat(sender(world).lateReceiverCount()).isZero();
    }

    /** The sender keeps what the dead one had told it of late ones too. */
    @Test
    void shouldNotCountALateOneTwiceWhenItsRepairHeadMoves() {
        World world = new World(SMALL).sender(SENDER).repairHead(TOP, SENDER).repairHead(LEFT, TOP, SENDER)
                .receiver(ANN, LEFT).receiver(BOB, LEFT);
        List.of(SENDER, TOP, LEFT, ANN).forEach(world::start);
        world.node(ANN).confirmExplicitly();
        world.crash(ANN);
        world.start(ANN);
        world.runUntil("bound", 2_000 * MS, () -> sender(world).receiverCount() == 1);
        Session session = new Session(world);
        session.begin();
        session.send(Session.messages(10 * WINDOW, 1_292));
        world.run(200 * MS);
        world.start(BOB);
        world.runUntil("bound", 2_000 * MS, () -> sender(world).lateReceiverCount() == 1);
        session.close();
        world.run(500 * MS);
        assertThat(sender(world).lateCount()).isEqualTo(1);

        world.crash(TOP);
        world.runUntil("moved", 5_000 * MS, () -> world.node(LEFT).events(ParentBound.class).size() == 2);
        world.run(3_000 * MS);
        confirm(world, ANN);
        world.runUntil("finished", 30_000 * MS, () -> sender(world).state() == SenderState.FINISHED);

        assertCounts(world, 1, 1, 0);
        assertThat(sender(world).lateCount()).isEqualTo(1);
    }

    @Test
    void shouldEndASessionWhoseLastReceiverDiesBeforeAllIsSent() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER);
        Session session = begun(world);
        world.crash(ANN);
        session.send(Session.messages(WINDOW + WINDOW / 2, 1_000));
        session.close();
        assertThat(sender(world).state()).isEqualTo(SenderState.CLOSING);

        world.runUntil("finished", 20_000 * MS, () -> sender(world).state() == SenderState.FINISHED);

        assertCounts(world, 1, 0, 1);
    }

    private static boolean asks(byte[] datagram) {
        return datagram[2] == UnbindRequestMessage.FLAG_ASK;
    }

    private static World twoHeads() {
        return new World(SMALL).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT, RIGHT).receiver(BOB, LEFT, RIGHT);
    }

    private static Session begun(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(20, 500));
        world.run(150 * MS);
        return session;
    }

    private static void confirm(World world, int receiver) {
        Node node = world.node(receiver);
        node.receiver().confirm(world.nowNs(), node.receiver().deliveredSequence());
        world.settle(receiver);
    }

    private static SenderEngine sender(World world) {
        return world.node(SENDER).sender();
    }

    private static void assertCounts(World world, int expected, int complete, int failed) {
        assertThat(sender(world).expectedReceivers()).isEqualTo(expected);
        assertThat(sender(world).completeCount()).isEqualTo(complete);
        assertThat(sender(world).failureCount()).isEqualTo(failed);
    }
}
