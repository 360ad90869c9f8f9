package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.sender.SenderState;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;
import org.junit.jupiter.api.Test;

/** A receiver to which packets are lost for good, and what it says of that at the end: by itself alone, and only if it has the whole in another way. */
class WholeAllTheSameTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 5;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int WINDOW = 64;
    private static final ProtocolConfig SMALL = ProtocolConfig.lan().withSizes(1408, WINDOW, 8);

    @Test
    void shouldBeCountedWithTheLateOnesWhenItHoldsAllThatTheSessionBrings() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        Session session = cutOffForLongerThanAWindow(world);

        world.node(BOB).receiver().holdWhole();
        end(world, session);

        assertCounts(world, 1, 1, 0);
        assertThat(world.node(SENDER).events(ChildGone.class)).contains(new ChildGone(BOB, ChildLoss.DONE));
        assertThat(world.node(BOB).receiver().isComplete()).as("every packet").isFalse();
    }

    @Test
    void shouldBeCountedSoBelowARepairHeadToo() {
        World world = new World(SMALL).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD).receiver(BOB, HEAD);
        Session session = cutOffForLongerThanAWindow(world);

        world.node(BOB).receiver().holdWhole();
        end(world, session);

        assertCounts(world, 1, 1, 0);
    }

    @Test
    void shouldNotBeCountedWhenItLacksWhatWasLost() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        Session session = cutOffForLongerThanAWindow(world);

        end(world, session);

        assertCounts(world, 1, 0, 0);
        assertThat(world.node(SENDER).events(ChildGone.class)).contains(new ChildGone(BOB, ChildLoss.LEFT))
                .doesNotContain(new ChildGone(BOB, ChildLoss.DONE));
    }

    /** It is whole only when it has confirmed all: saying so before is no confirmation. */
    @Test
    void shouldNotBeCountedWhenItLeavesBeforeItHasConfirmed() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        Session session = cutOffForLongerThanAWindow(world);

        world.node(BOB).receiver().holdWhole();
        session.close();
        world.run(100 * MS);
        world.node(BOB).receiver().leave(world.nowNs());
        world.settle(BOB);
        end(world, session);

        assertCounts(world, 1, 0, 0);
    }

    @Test
    void shouldNotTakeAReceiverForCompleteThatCameWhenNothingWasLeft() {
        World world = new World(SMALL).sender(SENDER).receiver(ANN, SENDER).receiver(BOB, SENDER);
        world.node(SENDER).rules(SessionRules.reliable(LateJoin.NOW));
        world.startAll();
        Session session = new Session(world);
        session.bindAll();
        session.send(Session.messages(10, 1_000));
        world.run(100 * MS);
        world.crash(BOB);
        session.close();
        world.start(BOB);

        world.runUntil("finished", 20_000 * MS, () -> sender(world).state() == SenderState.FINISHED);

        assertCounts(world, 1, 0, 0);
        assertThat(world.node(SENDER).events(ChildGone.class)).contains(new ChildGone(ANN, ChildLoss.DONE),
                new ChildGone(BOB, ChildLoss.LEFT));
    }

    /** Bob is given up meanwhile, comes back, and has a gap. */
    private static Session cutOffForLongerThanAWindow(World world) {
        world.startAll();
        world.node(BOB).confirmExplicitly();
        world.crash(BOB);
        world.start(BOB);
        Session session = new Session(world);
        session.bindAll();
        session.send(Session.messages(10, 1_000));
        world.run(100 * MS);
        world.fate((packet, to) -> to == BOB || packet.from() == BOB ? World.LOST : World.DELAY_NS);
        world.run(5_000 * MS);
        session.send(Session.messages(10 * WINDOW, 1_292));
        world.run(500 * MS);
        world.heal();
        world.runUntil("back", 5_000 * MS, () -> sender(world).receiverCount() == 2);
        session.send(Session.messages(WINDOW, 1_292));
        world.run(1_000 * MS);
        assertThat(world.node(BOB).events(Unrecoverable.class)).isNotEmpty();
        return session;
    }

    private static void end(World world, Session session) {
        session.close();
        world.run(100 * MS);
        Node bob = world.node(BOB);
        bob.receiver().confirm(world.nowNs(), bob.receiver().deliveredSequence());
        world.settle(BOB);
        world.runUntil("finished", 20_000 * MS, () -> sender(world).state() == SenderState.FINISHED);
    }

    private static void assertCounts(World world, int complete, int late, int failed) {
        assertThat(sender(world).expectedReceivers()).isEqualTo(2);
        assertThat(sender(world).completeCount()).isEqualTo(complete);
        assertThat(sender(world).lateCount()).isEqualTo(late);
        assertThat(sender(world).failureCount()).isEqualTo(failed);
    }

    private static SenderEngine sender(World world) {
        return world.node(SENDER).sender();
    }
}
