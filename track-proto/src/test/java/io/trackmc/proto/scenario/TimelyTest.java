package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sessions in which nobody is waited for longer than the hold time. */
class TimelyTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int LOWER = 20;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int CAT = 102;
    private static final int WINDOW = 64;
    private static final long HOLD_MS = 100;
    private static final int MANY = 10 * WINDOW;
    private static final ProtocolConfig SMALL = ProtocolConfig.lan().withSizes(1408, WINDOW, 8);

    /** A window goes with each hold time, whoever lacks what; in a reliable session all would wait. */
    @Test
    void shouldWaitForNobodyLongerThanTheHoldTime() {
        World world = tree();
        Session session = begun(world);
        world.fate((packet, to) -> packet.hasInner() && to == BOB ? World.LOST : World.DELAY_NS);
        session.send(packets(MANY));
        world.run((MANY / WINDOW + 2) * HOLD_MS * MS);

        assertThat(sender(world).lastSent()).isEqualTo(MANY);
        session.assertHasAll(world.node(ANN));
        session.assertHasAll(world.node(CAT));

        world.heal();
        session.finish();
        assertGapsAreTold(session, world.node(BOB));
        assertThat(sender(world).expectedReceivers()).isEqualTo(3);
        assertThat(sender(world).completeCount()).isEqualTo(2);
    }

    /** It loses what it had no room for, and takes what it has. */
    @Test
    void shouldNotWaitForAnApplicationThatTakesNothing() {
        World world = tree();
        Session session = begun(world);
        world.node(BOB).reading(false);
        session.send(packets(MANY));
        world.run((MANY / WINDOW + 2) * HOLD_MS * MS);
        assertThat(sender(world).lastSent()).isEqualTo(MANY);
        session.assertHasAll(world.node(ANN));
        session.assertHasAll(world.node(CAT));

        world.node(BOB).reading(true);
        world.settle(BOB);
        session.finish();

        assertGapsAreTold(session, world.node(BOB));
    }

    @Test
    void shouldTellWhatIsLostWhileTheSessionGoesOn() {
        World world = tree();
        Session session = begun(world);
        world.fate((packet, to) -> packet.hasInner() && to == BOB ? World.LOST : World.DELAY_NS);
        session.send(packets(5));
        world.run(10 * MS);
        world.fate((packet, to) -> packet.hasInner() && to == BOB && packet.from() != SENDER ? World.LOST
                : World.DELAY_NS);
        session.send(packets(5));
        world.run(4 * HOLD_MS * MS);

        assertThat(world.node(BOB).events(Unrecoverable.class)).containsExactly(new Unrecoverable(1, 5));
        assertThat(world.node(BOB).delivered()).hasSize(5);
    }

    /** What is repaired within the hold time is no gap, and everybody is complete. */
    @Test
    void shouldRepairWithinTheHoldTime() {
        World world = tree();
        Session session = begun(world);
        int[] packets = {0};
        world.fate((packet, to) -> packet.hasInner() && to == BOB && packets[0]++ % 3 == 0 ? World.LOST
                : World.DELAY_NS);
        session.send(packets(MANY));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(sender(world).completeCount()).isEqualTo(3);
        assertThat(world.node(BOB).events(Unrecoverable.class)).isEmpty();
    }

    /** A repair head that was cut off gives up what the sender has released, and serves what follows. */
    @Test
    void shouldGoOnBelowARepairHeadThatWasCutOff() {
        World world = tree();
        Session session = begun(world);
        world.fate((packet, to) -> packet.hasInner() && (to == LOWER || to == BOB || to == CAT) ? World.LOST
                : World.DELAY_NS);
        session.send(packets(MANY));
        world.run((MANY / WINDOW + 2) * HOLD_MS * MS);
        session.assertHasAll(world.node(ANN));
        world.heal();
        session.send(packets(20));
        session.finish();

        assertGapsAreTold(session, world.node(BOB));
        assertGapsAreTold(session, world.node(CAT));
        List<byte[]> tail = session.published().subList(MANY, MANY + 20);
        assertThat(world.node(BOB).delivered()).usingElementComparator(java.util.Arrays::compare).endsWith(
                tail.toArray(byte[][]::new));
    }

    /** Each message fills a packet, so what is lost and what was delivered add up to all. */
    private static void assertGapsAreTold(Session session, Node receiver) {
        long lost = receiver.events(Unrecoverable.class).stream().mapToLong(g -> g.last() - g.first() + 1).sum();
        assertThat(lost).isPositive();
        assertThat(receiver.delivered()).hasSize(session.published().size() - (int) lost);
        assertThat(receiver.receiver().isComplete()).isFalse();
    }

    private static World tree() {
        World world = new World(SMALL).sender(SENDER).repairHead(HEAD, SENDER).repairHead(LOWER, HEAD)
                .receiver(ANN, HEAD).receiver(BOB, LOWER).receiver(CAT, LOWER);
        world.node(SENDER).rules(SessionRules.timely(HOLD_MS * MS, LateJoin.RETAINED));
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
