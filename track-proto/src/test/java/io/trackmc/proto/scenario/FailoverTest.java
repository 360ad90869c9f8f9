package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.BindRequestMessage;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parents that fall silent, start again, or send their children away. */
class FailoverTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int TOP = 5;
    private static final int LEFT = 10;
    private static final int RIGHT = 20;
    private static final int ANN = 100;
    private static final int BOB = 101;

    @Test
    void shouldRebindToBackupWhenParentFallsSilent() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(200, 400));
        world.run(3 * MS);

        world.crash(LEFT);
        session.send(Session.messages(200, 400));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(ANN).events(ParentLost.class)).singleElement()
                .isEqualTo(new ParentLost(LEFT, ParentLoss.SILENT));
        assertThat(world.node(ANN).events(ParentBound.class)).last()
                .isEqualTo(new ParentBound(RIGHT, SessionState.DISCONNECTED, true));
        assertThat(world.node(ANN).count(CounterId.FAILOVERS)).isEqualTo(1);
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
    }

    /** What a receiver confirmed is told to another parent when the one it was told to is gone. */
    @Test
    void shouldSayGoodByeToTheBackupWhenTheParentDiesMeanwhile() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(20, 400));
        world.run(50 * MS);
        world.fate((packet, to) -> packet.is(MessageType.UNBIND_REQUEST) && to == LEFT ? World.LOST : World.DELAY_NS);
        session.close();
        world.run(20 * MS);
        assertThat(world.sent(ANN, MessageType.UNBIND_REQUEST)).isNotEmpty();

        world.crash(LEFT);
        session.finish();

        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    @Test
    void shouldReportItsTallyThroughTheBackupWhenTheParentDiesDuringTheGoodBye() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER)
                .repairHead(LEFT, TOP, SENDER).receiver(ANN, LEFT);
        Session session = begun(world);
        session.send(Session.messages(20, 400));
        world.run(50 * MS);
        world.fate((packet, to) -> packet.is(MessageType.UNBIND_REQUEST) && to == TOP ? World.LOST : World.DELAY_NS);
        session.close();
        world.run(100 * MS);
        assertThat(world.sent(LEFT, MessageType.UNBIND_REQUEST)).isNotEmpty();

        world.crash(TOP);
        session.finish();

        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);
    }

    /** What the dead repair head took with it is not what became of its receivers. */
    @Test
    void shouldNotCallReceiversFailedThatConfirmedUnderAnotherParent() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(100, 400));
        world.crash(LEFT);
        world.run(3_000 * MS);
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    @Test
    void shouldSayWhatItNeedsWhenItRejoins() {
        World world = twoHeads();
        Session session = begun(world);
        session.send(Session.messages(30, 1_000));
        world.run(20 * MS);

        world.crash(LEFT);
        world.runUntil("bound again", 3_000 * MS, () -> world.node(ANN).events(ParentBound.class).size() == 2);

        BindRequestMessage request = world.sent(ANN, MessageType.BIND_REQUEST).getLast().as(new BindRequestMessage());
        assertThat(request.rejoin()).isTrue();
        assertThat(request.neededSequence()).isEqualTo(world.node(SENDER).sender().lastSent() + 1);
    }

    /** Two orphans that are each other's backup: each says that it is not connected, and neither may wait for that to change. */
    @Test
    void shouldNotWaitForAnOrphanThatWaitsForThem() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER)
                .repairHead(LEFT, TOP, RIGHT, SENDER).repairHead(RIGHT, TOP, LEFT, SENDER).receiver(ANN, LEFT)
                .receiver(BOB, RIGHT);
        Session session = begun(world);
        session.send(Session.messages(20, 400));
        world.run(20 * MS);

        world.crash(TOP);
        session.send(Session.messages(20, 400));

        session.finish();
        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
    }

    @Test
    void shouldBindToABackupWhenThePrimaryStaysUnconnected() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT, RIGHT);
        world.fate((packet, to) -> packet.from() == LEFT && to == SENDER ? World.LOST : World.DELAY_NS);
        world.startAll();

        world.runUntil("bound", 10_000 * MS, () -> !world.node(ANN).events(ParentBound.class).isEmpty());

        assertThat(world.node(ANN).events(ParentBound.class).getFirst().parent()).isEqualTo(RIGHT);
    }

    /** Nobody may run to the backups only because the sender starts late. */
    @Test
    void shouldWaitForThePrimaryWhileNobodyIsConnected() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT, RIGHT).receiver(BOB, RIGHT, LEFT);
        for (int id : List.of(LEFT, RIGHT, ANN, BOB)) {
            world.start(id);
        }
        world.run(20_000 * MS);

        world.start(SENDER);
        world.runUntil("all bound", 5_000 * MS, () -> world.node(SENDER).sender().receiverCount() == 2);

        assertThat(world.node(ANN).events(ParentBound.class).getFirst().parent()).isEqualTo(LEFT);
        assertThat(world.node(BOB).events(ParentBound.class).getFirst().parent()).isEqualTo(RIGHT);
    }

    @Test
    void shouldBindToTheSameParentAgainWhenItStartsAgainAndIsTheOnlyOne() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT);
        Session session = begun(world);
        session.send(Session.messages(50, 400));
        world.run(50 * MS);

        world.crash(LEFT);
        world.start(LEFT);
        world.run(10 * MS);
        session.send(Session.messages(50, 400));
        session.finish();

        session.assertEveryReceiverHasAll();
    }

    /** The restarted repair head has none of the past, but its children's needs are still held above it. */
    @Test
    void shouldNotLoseWhatOrphansMissedWhenTheirRepairHeadStartsAgain() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT);
        Session session = begun(world);
        world.fate((packet, to) -> to == ANN && packet.hasInner() ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(20, 400));
        world.run(5 * MS);
        world.crash(LEFT);
        world.start(LEFT);
        world.heal();

        session.finish();

        assertThat(world.node(ANN).events(Unrecoverable.class)).isEmpty();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldEndItsSessionWhenTheSourceStartsAgain() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT);
        Session session = begun(world);
        session.send(Session.messages(20, 400));
        world.run(5 * MS);

        world.crash(SENDER);
        world.start(SENDER);
        world.runUntil("the old session ends", 10_000 * MS,
                () -> world.node(ANN).receiver().state() == io.trackmc.proto.receiver.ReceiverState.FINISHED);

        assertThat(world.node(ANN).events(io.trackmc.proto.engine.EngineEvent.SessionClosed.class)).singleElement()
                .satisfies(closed -> assertThat(closed.aborted()).isTrue());
        world.crash(ANN);
        Node ann = world.start(ANN);
        ann.delivered().clear();
        Session second = begun(world);
        second.send(Session.messages(20, 300));
        second.finish();
        second.assertEveryReceiverHasAll();
    }

    /** The backup did not hear yet that the source has started again. */
    @Test
    void shouldNotGoBackToAnEarlierSessionOfTheSource() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT, RIGHT).receiver(BOB, RIGHT);
        for (int id : List.of(SENDER, LEFT, RIGHT, BOB)) {
            world.start(id);
        }
        Session first = new Session(world);
        world.runUntil("bound", 10_000 * MS, () -> world.node(SENDER).sender().receiverCount() == 1);
        first.begin();
        first.send(Session.messages(20, 500));
        first.close();
        world.run(3_000 * MS);
        world.crash(SENDER);
        world.fate((packet, to) -> (to == RIGHT && packet.from() == SENDER) || (packet.from() == RIGHT && to == SENDER)
                ? World.LOST
                : World.DELAY_NS);
        world.start(SENDER);
        world.start(ANN);
        Session second = new Session(world);
        world.runUntil("bound", 10_000 * MS, () -> world.node(SENDER).sender().receiverCount() == 1);
        second.begin();
        second.send(Session.messages(20, 500));
        world.run(100 * MS);

        world.crash(LEFT);
        world.run(3_000 * MS);
        assertThat(world.node(ANN).receiver().state()).isEqualTo(io.trackmc.proto.receiver.ReceiverState.RECEIVING);
        world.heal();
        second.send(Session.messages(20, 300));
        second.close();
        world.run(10_000 * MS);

        second.assertHasAll(world.node(ANN));
        assertThat(world.node(ANN).receiver().isComplete()).isTrue();
    }

    /** What a rogue parent made up as the end of the session must not keep out the true one. */
    @Test
    void shouldTakeTheControlRecordOfTheNextParent() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER)
                .repairHead(RIGHT, LEFT, SENDER).receiver(ANN, RIGHT);
        Session session = begun(world);
        session.send(Session.messages(20, 500));
        world.run(50 * MS);
        new Insider(world).repairDown(LEFT, RIGHT, 1, 1_000);
        world.crash(LEFT);
        world.run(3_000 * MS);

        world.fate((packet, to) -> to == ANN && packet.is(MessageType.NULL_DATA) ? World.LOST : World.DELAY_NS);
        session.finish();

        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldNotTakeAControlRecordFromFarAhead() {
        World world = twoHeads();
        begun(world);
        Insider rogue = new Insider(world);

        rogue.repairDown(SENDER, LEFT, 1, Long.MAX_VALUE - 1);

        assertThat(world.node(LEFT).drops(io.trackmc.proto.event.DropReason.OUT_OF_WINDOW)).isEqualTo(1);
    }

    @Test
    void shouldJoinTheNextSessionOnlyWhenTheFinishedOneIsOver() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT);
        Session first = begun(world);
        first.send(Session.messages(5, 100));
        first.finish();
        world.crash(ANN);
        world.node(ANN).after(world.node(SENDER).incarnation());
        world.node(ANN).delivered().clear();
        world.start(ANN);
        world.run(3_000 * MS);
        assertThat(world.node(ANN).receiver().state()).isEqualTo(io.trackmc.proto.receiver.ReceiverState.JOINING);

        world.crash(SENDER);
        world.start(SENDER);
        Session second = begun(world);
        second.send(Session.messages(7, 100));
        second.finish();

        second.assertEveryReceiverHasAll();
    }

    /** The only parent of its parent is gone for long: what it reports goes nowhere, and nobody keeps for it what it misses. */
    @Test
    void shouldLeaveAParentThatStaysCutOffForOneThatIsConnected() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER).repairHead(LEFT, TOP)
                .repairHead(RIGHT, SENDER).receiver(ANN, LEFT, RIGHT).receiver(BOB, RIGHT);
        Session session = begun(world);
        world.run(1_000 * MS);
        world.crash(TOP);

        world.runUntil("left", 1_200 * MS, () -> world.node(ANN).events(ParentBound.class).size() == 2);
        assertThat(world.node(ANN).events(ParentLost.class)).singleElement()
                .isEqualTo(new ParentLost(LEFT, ParentLoss.CUT_OFF));
        session.send(Session.messages(200, 400));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
        assertThat(world.node(SENDER).sender().failureCount()).isZero();
    }

    /** A candidate that said so long ago may be gone itself. */
    @Test
    void shouldStayWithAParentThatIsCutOffWhileNobodyElseIsHeard() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER).repairHead(LEFT, TOP)
                .repairHead(RIGHT, SENDER).receiver(ANN, LEFT, RIGHT).receiver(BOB, LEFT);
        begun(world);
        world.run(1_000 * MS);
        world.crash(RIGHT);
        world.crash(TOP);

        world.run(3_000 * MS);

        assertThat(world.node(ANN).events(ParentLost.class)).isEmpty();
    }

    /** It holds the whole group until it has caught up, so what nobody below it needs is not worth a single request. */
    @Test
    void shouldPassOverAtOnceWhatWasMissedWithoutChildren() {
        World world = new World(ProtocolConfig.lan().withSizes(1408, 64, 64)).sender(SENDER).repairHead(LEFT, SENDER)
                .repairHead(RIGHT, SENDER).receiver(ANN, LEFT, RIGHT).receiver(BOB, RIGHT);
        Session session = begun(world);
        world.fate((packet, to) -> to == LEFT || packet.from() == LEFT ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(12_000, 1_000));
        world.run(60_000 * MS);
        long missed = world.node(SENDER).sender().lastSent();
        assertThat(missed).isGreaterThan(8_000);
        world.heal();
        world.runUntil("bound again", 5_000 * MS, () -> world.node(LEFT).events(ParentBound.class).size() == 2);

        session.send(Session.messages(1_000, 1_000));
        world.runUntil("goes on", 100 * MS, () -> world.node(SENDER).sender().lastSent() > missed + 500);

        assertThat(world.node(LEFT).events(PassedOver.class).getLast().last()).isGreaterThan(missed - 200);
        assertThat(world.node(LEFT).events(Unrecoverable.class)).isEmpty();
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    private static World twoHeads() {
        return new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LEFT, SENDER).repairHead(RIGHT, SENDER)
                .receiver(ANN, LEFT, RIGHT).receiver(BOB, RIGHT, LEFT);
    }

    private static Session begun(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        return session;
    }
}
