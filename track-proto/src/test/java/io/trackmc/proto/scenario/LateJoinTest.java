package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.SessionOpened;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.SessionRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Receivers and repair heads that come when the session is under way. */
class LateJoinTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int OTHER = 20;
    private static final int ANN = 100;
    private static final int LATE = 101;
    private static final int WINDOW = 64;
    private static final ProtocolConfig SMALL = ProtocolConfig.lan().withSizes(1408, WINDOW, 8);

    @Test
    void shouldGiveALateReceiverEverythingWhileEverythingIsKept() {
        World world = treeWithOneReceiver();
        Session session = new Session(world);
        session.send(packets(WINDOW + 20));
        world.run(50 * MS);

        world.start(LATE);
        world.runUntil("bound", 500 * MS, () -> world.node(SENDER).sender().receiverCount() == 2);
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
    }

    @Test
    void shouldStartALateReceiverWithinAWindowOfTheNewestOnceSomethingIsGone() {
        World world = treeWithOneReceiver();
        Session session = new Session(world);
        session.send(packets(10 * WINDOW));
        world.run(50 * MS);

        Node late = world.start(LATE);
        world.run(500 * MS);
        session.send(packets(10));
        session.finish();

        long first = late.events(SessionOpened.class).getFirst().firstSequence();
        assertThat(first).isBetween(9L * WINDOW, 10L * WINDOW + 1);
        assertThat(late.events(Unrecoverable.class)).isEmpty();
        session.assertHasAll(world.node(ANN));
        List<byte[]> tail = session.published().subList((int) first - 1, session.published().size());
        assertThat(late.delivered()).usingElementComparator(java.util.Arrays::compare).containsExactlyElementsOf(tail);
    }

    /** Until its first Track nobody keeps anything for it, and the sender goes on meanwhile. */
    @Test
    void shouldBeginLaterWhenWhatItWasToldToBeginWithIsGoneBeforeItCounts() {
        World world = treeWithOneReceiver();
        Session session = new Session(world);
        session.send(packets(10 * WINDOW));
        world.run(50 * MS);
        world.fate((packet, to) -> (packet.from() == LATE && !packet.is(MessageType.BIND_REQUEST))
                || (to == LATE && packet.hasInner()) ? World.LOST : World.DELAY_NS);
        Node late = world.start(LATE);
        world.runUntil("let in", 500 * MS, () -> !late.events(SessionOpened.class).isEmpty());
        for (int i = 0; i < 4; i++) {
            session.send(packets(WINDOW / 2));
            world.run(10 * MS);
        }
        long gone = late.events(SessionOpened.class).getFirst().firstSequence() + WINDOW;

        world.heal();
        session.send(packets(10));
        world.runUntil("counted", 500 * MS, () -> world.node(SENDER).sender().receiverCount() == 2);
        session.finish();

        assertThat(late.events(Unrecoverable.class)).isEmpty();
        assertThat(late.events(PassedOver.class)).isNotEmpty();
        List<byte[]> published = session.published();
        List<byte[]> tail = published.subList(published.size() - late.delivered().size(), published.size());
        assertThat(late.delivered()).usingElementComparator(java.util.Arrays::compare).containsExactlyElementsOf(tail);
        assertThat((long) published.size() - late.delivered().size()).isGreaterThanOrEqualTo(gone - 1);
        assertThat(world.node(SENDER).sender().lateCount()).isOne();
    }

    /** What a late joiner still has to fetch must not stop those who are there. */
    @Test
    void shouldNotStopTheGroupForALateReceiver() {
        World world = treeWithOneReceiver();
        Session session = new Session(world);
        session.send(packets(10 * WINDOW));
        world.run(50 * MS);
        world.fate((packet, to) -> to == LATE && packet.hasInner() ? World.LOST : World.DELAY_NS);
        world.start(LATE);
        world.runUntil("bound", 500 * MS, () -> world.node(SENDER).sender().receiverCount() == 2);
        long sentBefore = world.node(SENDER).sender().lastSent();

        session.send(packets(WINDOW / 2));
        world.run(20 * MS);

        assertThat(world.node(SENDER).sender().lastSent()).isEqualTo(sentBefore + WINDOW / 2);
        assertThat(world.node(ANN).receiver().deliveredSequence()).isEqualTo(sentBefore + WINDOW / 2);
    }

    @Test
    void shouldServeAReceiverThatComesAfterTheClose() {
        World world = treeWithOneReceiver();
        Session session = new Session(world);
        session.send(packets(20));
        session.finish();

        world.start(LATE);
        world.runUntil("late one finished", 5_000 * MS, session::isFinished);

        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldTakeInALateRepairHeadWithoutHistory() {
        World world = new World(SMALL).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, SENDER)
                .receiver(LATE, HEAD);
        world.start(SENDER);
        world.start(ANN);
        Session session = new Session(world);
        world.runUntil("bound", 500 * MS, () -> world.node(SENDER).sender().receiverCount() == 1);
        session.begin();
        session.send(packets(10 * WINDOW));
        world.run(50 * MS);

        world.start(HEAD);
        Node late = world.start(LATE);
        world.runUntil("bound", 1_500 * MS, () -> world.node(SENDER).sender().receiverCount() == 2);
        session.send(packets(3 * WINDOW));
        session.finish();

        assertThat(late.events(Unrecoverable.class)).isEmpty();
        assertThat(late.delivered()).hasSizeGreaterThanOrEqualTo(3 * WINDOW);
        assertThat(world.node(HEAD).count(CounterId.UNRECOVERABLE)).isZero();
    }

    /** A child that was away longer than its data was kept learns so from its parent, and goes on with an explicit gap. */
    @Test
    void shouldTellAChildThatCameBackWhatIsGone() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER).receiver(LATE, SENDER).startAll();
        Session session = new Session(world);
        session.bindAll();
        session.send(packets(10));
        world.run(50 * MS);
        world.fate((packet, to) -> packet.from() == LATE || (to == LATE && packet.hasInner()) ? World.LOST
                : World.DELAY_NS);
        world.run(1_000 * MS);
        session.send(packets(5 * WINDOW));
        world.run(100 * MS);

        world.heal();
        session.finish();

        session.assertHasAll(world.node(ANN));
        Node late = world.node(LATE);
        assertThat(late.events(Unrecoverable.class)).isNotEmpty();
        long gone = late.events(Unrecoverable.class).stream().mapToLong(g -> g.last() - g.first() + 1).sum();
        assertThat(late.delivered()).hasSize(session.published().size() - (int) gone);
        assertThat(late.receiver().isComplete()).isFalse();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);
    }

    @Test
    void shouldStartALateReceiverWithTheNewestWhereTheSenderSaysSo() {
        World world = treeWithOneReceiver(LateJoin.NOW);
        Session session = new Session(world);
        session.send(packets(20));
        world.run(100 * MS);

        Node late = world.start(LATE);
        world.runUntil("bound", 500 * MS, () -> world.node(SENDER).sender().lateReceiverCount() == 1);
        session.send(packets(10));
        session.finish();

        assertThat(late.events(SessionOpened.class).getFirst().firstSequence()).isEqualTo(21);
        assertThat(late.delivered()).hasSize(10);
        assertThat(late.events(Unrecoverable.class)).isEmpty();
        session.assertHasAll(world.node(ANN));
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);
        assertThat(world.node(SENDER).sender().lateCount()).isEqualTo(1);
    }

    @Test
    void shouldRefuseALateReceiverWhereTheSenderSaysSoAndTellIt() {
        World world = treeWithOneReceiver(LateJoin.NONE);
        Session session = new Session(world);
        session.send(packets(20));
        world.run(100 * MS);

        Node late = world.start(LATE);
        world.run(2_000 * MS);

        assertThat(late.events(ParentRejected.class)).contains(
                new ParentRejected(HEAD, BindRejectReason.TOO_LATE.code()));
        assertThat(late.events(SessionOpened.class)).isEmpty();
        assertThat(late.receiver().state()).isEqualTo(ReceiverState.JOINING);
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(1);
        session.close();
        world.runUntil("finished", 5_000 * MS,
                () -> world.node(SENDER).sender().state() == SenderState.FINISHED);
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);
    }

    /** A repair head that came late has seen nothing yet, and knows from its parent that there was something. */
    @Test
    void shouldRefuseALateReceiverAtARepairHeadThatCameLateItself() {
        World world = new World(SMALL).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, SENDER)
                .receiver(LATE, HEAD);
        world.node(SENDER).rules(SessionRules.reliable(LateJoin.NONE));
        world.start(SENDER);
        world.start(ANN);
        Session session = new Session(world);
        world.runUntil("bound", 500 * MS, () -> world.node(SENDER).sender().receiverCount() == 1);
        session.begin();
        session.send(packets(20));
        world.run(100 * MS);

        world.start(LATE);
        world.start(HEAD);
        world.run(2_000 * MS);

        assertThat(world.node(LATE).events(ParentRejected.class)).isNotEmpty();
        assertThat(world.node(LATE).events(SessionOpened.class)).isEmpty();
    }

    /** One that changes its parent is not late, whatever the rule. */
    @Test
    void shouldTakeInWhoWasThereBefore() {
        World world = new World(SMALL).sender(SENDER).repairHead(HEAD, SENDER).repairHead(OTHER, SENDER)
                .receiver(ANN, HEAD, OTHER).receiver(LATE, OTHER);
        world.node(SENDER).rules(SessionRules.reliable(LateJoin.NONE));
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(packets(20));
        world.run(100 * MS);
        world.crash(HEAD);
        world.run(1_500 * MS);
        session.send(packets(20));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
    }

    private static World treeWithOneReceiver() {
        return treeWithOneReceiver(LateJoin.RETAINED);
    }

    private static World treeWithOneReceiver(LateJoin lateJoin) {
        World world = new World(SMALL).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD).receiver(LATE, HEAD);
        world.node(SENDER).rules(SessionRules.reliable(lateJoin));
        world.start(SENDER);
        world.start(HEAD);
        world.start(ANN);
        world.runUntil("bound", 500 * MS, () -> world.node(SENDER).sender().receiverCount() == 1);
        world.node(SENDER).sender().begin();
        return world;
    }

    /** Messages that fill one packet each, so that message and sequence numbers agree. */
    private static List<byte[]> packets(int count) {
        return Session.messages(count, 1_292);
    }
}
