package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Repair heads that are each other's backups lose the way to the sender, one a little before the other. */
class LoopTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int TOP = 5;
    private static final int LEFT = 10;
    private static final int RIGHT = 20;
    private static final int THIRD = 30;
    private static final int ANN = 100;
    private static final int BOB = 101;
    /** Both must have noticed by then, whoever hears the parent longer: detection, twice, and the level told. */
    private static final long NOTICED_MS = 1_300;

    /** The first one asks the other while that still says it is connected; the other then asks the first. */
    @Test
    void shouldNeverCloseALoopWhenTwoLoseTheirParentOneAfterTheOther() {
        for (int apartMs = 0; apartMs <= 600; apartMs += 50) {
            World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER)
                    .repairHead(LEFT, TOP, RIGHT).repairHead(RIGHT, TOP, LEFT).receiver(ANN, LEFT).receiver(BOB, RIGHT);
            loseTop(world, apartMs, List.of(LEFT, RIGHT));
        }
    }

    @Test
    void shouldNeverCloseALoopAmongThree() {
        for (int apartMs = 0; apartMs <= 400; apartMs += 100) {
            World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER)
                    .repairHead(LEFT, TOP, RIGHT).repairHead(RIGHT, TOP, THIRD).repairHead(THIRD, TOP, LEFT)
                    .receiver(ANN, LEFT).receiver(BOB, THIRD);
            loseTop(world, apartMs, List.of(LEFT, RIGHT, THIRD));
        }
    }

    /** The one that was asked first lost its parent too, and could not say so yet. */
    @Test
    void shouldNotCloseALoopWhenTheNewsIsLostOnTheWay() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(TOP, SENDER)
                .repairHead(LEFT, TOP, RIGHT).repairHead(RIGHT, TOP, LEFT).receiver(ANN, LEFT).receiver(BOB, RIGHT);
        Session session = begun(world);
        world.fate((packet, to) -> (packet.from() == TOP && to == LEFT)
                || (packet.is(MessageType.HEARTBEAT) && to == LEFT) ? World.LOST : World.DELAY_NS);
        world.runUntil("bound to the other", 2_000 * MS, () -> parent(world, LEFT) == RIGHT);
        world.crash(TOP);

        for (int ms = 0; ms < 3_000; ms++) {
            world.run(MS);
            assertNoLoop(world, List.of(LEFT, RIGHT));
        }
        assertThat(world.node(RIGHT).events(ParentRejected.class))
                .contains(new ParentRejected(LEFT, BindRejectReason.LOOP.code()));
        world.heal();
        world.start(TOP);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    private static void loseTop(World world, int apartMs, List<Integer> heads) {
        Session session = begun(world);
        world.fate((packet, to) -> packet.from() == TOP && to == LEFT ? World.LOST : World.DELAY_NS);
        world.run(apartMs * MS);
        world.crash(TOP);

        for (int ms = 0; ms < 5_000; ms++) {
            world.run(MS);
            assertNoLoop(world, heads);
            if (ms > NOTICED_MS) {
                assertThat(heads).as("%d ms after the loss, %d ms apart", ms, apartMs)
                        .allSatisfy(id -> assertThat(level(world, id)).isEqualTo(SessionState.DISCONNECTED));
            }
        }
        assertThat(world.sent().stream().filter(packet -> packet.is(MessageType.BIND_REQUEST)).count())
                .isLessThan(1_000);

        world.heal();
        world.start(TOP);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    private static Session begun(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(30, 400));
        world.run(300 * MS);
        return session;
    }

    /** Follows each one's parents as far as they believe that they have a way to the sender. */
    private static void assertNoLoop(World world, List<Integer> heads) {
        for (int id : heads) {
            int at = parent(world, id);
            for (int step = 0; step < heads.size() && heads.contains(at); step++) {
                assertThat(at).as("a parent of %d's parents", id).isNotEqualTo(id);
                at = parent(world, at);
            }
        }
    }

    /** The parent of a node that believes it is connected, else 0. */
    private static int parent(World world, int id) {
        SessionState session = world.node(id).repairHead().session();
        return session.level() < SessionState.DISCONNECTED ? session.ancestor(0) : 0;
    }

    private static int level(World world, int id) {
        Node node = world.node(id);
        return node.repairHead().session().level();
    }
}
