package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ChildBound;
import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.tree.Child;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who counts as a child, from when and until when. */
class MembershipTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;

    @Test
    void shouldNotCountAChildBeforeAPacketUnderBothIncarnations() {
        World world = pair();
        world.fate((packet, to) -> packet.is(MessageType.TRACK) ? World.LOST : World.DELAY_NS);

        world.startAll().run(100 * MS);

        assertThat(world.sent(SENDER, MessageType.BIND_CONFIRM)).isNotEmpty();
        assertThat(world.node(SENDER).sender().receiverCount()).isZero();
        assertThat(world.node(SENDER).events(ChildBound.class)).isEmpty();

        world.heal();
        world.run(200 * MS);
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(1);
    }

    @Test
    void shouldAnswerAReplayedBindRequestOnlyWhereItCameFromAndChangeNothingElse() {
        World world = bound(pair());
        Sent request = world.sent(ANN, MessageType.BIND_REQUEST).getFirst();
        Sent heard = world.sent(ANN, MessageType.TRACK).getLast();
        world.forgetSent();

        world.inject(SENDER, Path.Channel.UNICAST, Nodes.endpoint(66), request.bytes());
        world.replay(heard, SENDER);

        assertThat(world.sent(SENDER, MessageType.BIND_CONFIRM)).singleElement()
                .satisfies(answer -> assertThat(answer.to()).isEqualTo(66));
        assertThat(world.node(SENDER).drops(DropReason.REPLAYED)).isEqualTo(1);
        assertThat(child(world, ANN).endpoint()).isEqualTo(Nodes.endpoint(ANN));
        assertThat(world.node(SENDER).events(ChildBound.class)).hasSize(1);
    }

    /** Otherwise whoever recorded a session could keep a ghost in the tree, which stops the sender. */
    @Test
    void shouldNotBringBackAChildThatHasLeftByReplayingIt() {
        World world = bound(pair());
        world.node(ANN).receiver().leave(world.nowNs());
        world.settle(ANN);
        world.run(10 * MS);
        assertThat(world.node(SENDER).sender().receiverCount()).isZero();

        for (Sent packet : List.copyOf(world.sent())) {
            if (packet.from() == ANN) {
                world.replay(packet, SENDER);
            }
        }

        assertThat(world.node(SENDER).sender().receiverCount()).isZero();
        assertThat(world.node(SENDER).events(ChildBound.class)).hasSize(1);
        world.run(5_000 * MS);
        for (Sent packet : List.copyOf(world.sent())) {
            if (packet.from() == ANN) {
                world.replay(packet, SENDER);
            }
        }
        assertThat(world.node(SENDER).sender().receiverCount()).isZero();
    }

    @Test
    void shouldCountAGoodByeOnceHoweverOftenItComes() {
        World world = bound(pair());
        Session session = new Session(world);
        session.begin();
        session.send(Session.messages(3, 100));
        world.fate((packet, to) -> packet.is(MessageType.UNBIND_CONFIRM) ? World.LOST : World.DELAY_NS);

        session.finish();

        assertThat(world.sent(ANN, MessageType.UNBIND_REQUEST)).hasSizeGreaterThan(2);
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);
        assertThat(world.node(SENDER).events(ChildGone.class)).hasSize(1);
    }

    @Test
    void shouldReplaceTheOldRunOfAChildThatStartsAgain() {
        World world = bound(pair());
        world.crash(ANN);

        world.start(ANN);
        world.run(400 * MS);

        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(1);
        assertThat(world.node(SENDER).events(ChildGone.class)).singleElement()
                .satisfies(gone -> assertThat(gone.why()).isEqualTo(ChildLoss.RESTARTED));
        assertThat(child(world, ANN).incarnation()).isEqualTo(world.node(ANN).incarnation());
    }

    @Test
    void shouldNotTakeBackAnEarlierRunOfAChild() {
        World world = bound(pair());
        List<Sent> firstRun = List.copyOf(world.sent());
        world.crash(ANN);
        world.start(ANN);
        world.run(400 * MS);

        for (Sent packet : firstRun) {
            if (packet.from() == ANN) {
                world.replay(packet, SENDER);
            }
        }
        world.run(1_000 * MS);

        assertThat(child(world, ANN).incarnation()).isEqualTo(world.node(ANN).incarnation());
        assertThat(world.node(SENDER).events(ChildBound.class)).hasSize(2);
    }

    /** An old request in flight must not push out the new run that waits for its first packet. */
    @Test
    void shouldNotLetAnEarlierRunPushOutALaterOneThatIsNotSettledYet() {
        World world = pair();
        world.fate((packet, to) -> packet.is(MessageType.BIND_REQUEST) ? World.LOST : World.DELAY_NS);
        world.startAll().run(20 * MS);
        Sent firstRun = world.sent(ANN, MessageType.BIND_REQUEST).getFirst();
        world.crash(ANN);
        world.fate((packet, to) -> packet.is(MessageType.TRACK) ? World.LOST : World.DELAY_NS);
        world.start(ANN);
        world.run(300 * MS);

        world.replay(firstRun, SENDER);
        world.heal();
        world.run(200 * MS);

        assertThat(child(world, ANN).incarnation()).isEqualTo(world.node(ANN).incarnation());
        assertThat(child(world, ANN).isBound()).isTrue();
    }

    @Test
    void shouldNotFinishBecauseTheLastChildStartsAgain() {
        World world = bound(pair());
        Session session = new Session(world);
        session.begin();
        world.node(ANN).reading(false);
        session.send(Session.messages(3, 100));
        session.close();
        world.run(20 * MS);

        world.crash(ANN);
        world.start(ANN);
        world.run(400 * MS);

        assertThat(world.node(SENDER).events(ChildGone.class)).isNotEmpty();
        assertThat(world.node(SENDER).sender().state()).isEqualTo(SenderState.CLOSING);
        assertThat(world.node(SENDER).events(Finished.class)).isEmpty();
    }

    /** It hears its parent all the time, so it has no reason to look for another one yet. */
    @Test
    void shouldBringBackAChildWhosePacketsWereLostForAWhile() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        new Session(world.startAll()).bindAll();
        world.fate((packet, to) -> packet.from() == ANN ? World.LOST : World.DELAY_NS);
        world.runUntil("given up", 2_000 * MS, () -> !world.node(SENDER).events(ChildGone.class).isEmpty());
        assertThat(world.node(SENDER).sender().failureCount()).isEqualTo(1);

        world.run(2_000 * MS);
        assertThat(world.node(ANN).events(ParentLost.class)).isEmpty();
        world.heal();
        world.run(120 * MS);

        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(2);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    /** A child that says good-bye does not repeat its bind: its entry must still be there. */
    @Test
    void shouldTakeTheGoodByeOfAChildThatWasGivenUp() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(5, 200));
        world.run(20 * MS);
        world.fate((packet, to) -> packet.from() == ANN ? World.LOST : World.DELAY_NS);
        world.runUntil("given up", 2_000 * MS, () -> !world.node(SENDER).events(ChildGone.class).isEmpty());
        session.close();
        world.fate((packet, to) -> packet.from() == ANN && !packet.is(MessageType.UNBIND_REQUEST)
                ? World.LOST
                : World.DELAY_NS);

        world.runUntil("finished", 20_000 * MS, session::isFinished);

        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    @Test
    void shouldBringBackAChildThatWasNeverHeardAfterItsRequest() {
        World world = pair();
        world.fate((packet, to) -> packet.is(MessageType.TRACK) ? World.LOST : World.DELAY_NS);
        world.startAll().run(5_000 * MS);
        assertThat(world.node(SENDER).events(ChildBound.class)).isEmpty();

        world.heal();
        world.run(200 * MS);

        assertThat(child(world, ANN).isBound()).isTrue();
    }

    @Test
    void shouldCompleteWithAChildThatWasGivenUpAndComesBack() {
        World world = bound(pair());
        Session session = new Session(world);
        session.begin();
        session.send(Session.messages(100, 500));
        world.run(5 * MS);
        world.fate((packet, to) -> to == SENDER ? World.LOST : World.DELAY_NS);
        world.runUntil("given up", 2_000 * MS, () -> !world.node(SENDER).events(ChildGone.class).isEmpty());
        world.heal();
        session.send(Session.messages(50, 300));

        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    @Test
    void shouldTellAChildThatWasSentAwayAgainUntilItHears() {
        World world = bound(
                new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD));
        world.fate((packet, to) -> packet.is(MessageType.EJECT_REQUEST) ? World.LOST : World.DELAY_NS);
        world.crash(SENDER);
        world.start(SENDER);
        world.runUntil("a new session at the repair head", 3_000 * MS,
                () -> world.node(HEAD).repairHead().session().incarnation().equals(world.node(SENDER).incarnation()));
        world.run(3_000 * MS);
        assertThat(world.sent(HEAD, MessageType.EJECT_REQUEST)).hasSizeGreaterThan(1);

        world.heal();
        world.run(1_000 * MS);

        assertThat(world.node(ANN).events(ParentLost.class)).isNotEmpty();
    }

    @Test
    void shouldNotHoldAPlaceForAReplayedRequest() {
        ProtocolConfig one = ProtocolConfig.lan().withSizes(1408, 64, 1);
        World world = new World(one).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        world.fate((packet, to) -> packet.is(MessageType.TRACK) ? World.LOST : World.DELAY_NS);
        world.start(SENDER);
        world.start(ANN);
        world.run(100 * MS);
        Sent request = world.sent(ANN, MessageType.BIND_REQUEST).getFirst();
        world.crash(ANN);
        world.heal();
        world.start(BOB);

        for (int i = 0; i < 300; i++) {
            world.replay(request, SENDER);
            world.run(10 * MS);
        }

        assertThat(child(world, BOB).isBound()).isTrue();
    }

    @Test
    void shouldRefuseMoreChildrenThanItsBound() {
        ProtocolConfig one = ProtocolConfig.lan().withSizes(1408, 64, 1);
        World world = new World(one).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER).startAll();

        world.run(500 * MS);

        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(1);
        assertThat(world.sent(SENDER, MessageType.BIND_REJECT)).isNotEmpty();
    }

    private static World pair() {
        return new World(ProtocolConfig.lan()).sender(SENDER).receiver(ANN, SENDER);
    }

    private static World bound(World world) {
        world.startAll().run(100 * MS);
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(1);
        return world;
    }

    private static Child child(World world, int id) {
        return java.util.Objects.requireNonNull(world.node(SENDER).sender().region().children().settled(id));
    }
}
