package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.DeliveryOrder;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sessions in which a message does not wait for what is missing before it. */
class UnorderedTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int WINDOW = 64;
    private static final int PACKETS = 10;
    private static final int MESSAGE_BYTES = 1_292;
    private static final ProtocolConfig SMALL = ProtocolConfig.lan().withSizes(1408, WINDOW, 8);

    @Test
    void shouldHandOverALaterMessageWhileAnEarlierOneIsMissing() {
        World world = tree(SessionRules.DEFAULT.withOrder(DeliveryOrder.UNORDERED));
        Session session = begun(world);
        loseToBob(world, 1);
        session.send(packets(PACKETS));
        world.run(30 * MS);
        assertThat(firstBytes(world.node(BOB))).containsExactlyElementsOf(numbers(1, PACKETS));
        assertThat(world.node(BOB).receiver().deliveredSequence()).isZero();
        assertThat(world.node(SENDER).sender().stableSequence()).isZero();

        world.heal();
        session.finish();
        assertThat(firstBytes(world.node(BOB))).containsExactlyInAnyOrderElementsOf(numbers(0, PACKETS));
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
    }

    @Test
    void shouldWaitInAnOrderedSession() {
        World world = tree(SessionRules.DEFAULT);
        Session session = begun(world);
        loseToBob(world, 1);
        session.send(packets(PACKETS));
        world.run(30 * MS);
        assertThat(world.node(BOB).delivered()).isEmpty();
    }

    /** What is beyond the window does not come, whatever lies in it. */
    @Test
    void shouldHoldNoMoreThanAWindow() {
        World world = tree(SessionRules.DEFAULT.withOrder(DeliveryOrder.UNORDERED));
        Session session = begun(world);
        loseToBob(world, 1);
        session.send(packets(3 * WINDOW));
        world.run(100 * MS);
        assertThat(world.node(SENDER).sender().lastSent()).isEqualTo(WINDOW);
        assertThat(world.node(BOB).delivered()).hasSize(WINDOW - 1);

        world.heal();
        session.finish();
        assertThat(world.node(BOB).delivered()).hasSize(3 * WINDOW);
    }

    @Test
    void shouldTellWhatIsLostForGoodInATimelySession() {
        World world = tree(SessionRules.timely(100 * MS, LateJoin.RETAINED).withOrder(DeliveryOrder.UNORDERED));
        Session session = begun(world);
        loseToBob(world, 3);
        session.send(packets(PACKETS));
        world.run(30 * MS);
        assertThat(world.node(BOB).delivered()).hasSize(PACKETS - 1);
        assertThat(world.node(BOB).events(Unrecoverable.class)).isEmpty();

        world.run(400 * MS);
        assertThat(world.node(BOB).events(Unrecoverable.class)).containsExactly(new Unrecoverable(3, 3));
        session.finish();
        assertThat(world.node(BOB).delivered()).hasSize(PACKETS - 1);
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(1);
    }

    /** Bob gets this packet from nobody. */
    private static void loseToBob(World world, long sequence) {
        world.fate((packet, to) -> to == BOB && packet.hasInner() && packet.sequence() == sequence ? World.LOST
                : World.DELAY_NS);
    }

    private static World tree(SessionRules rules) {
        World world = new World(SMALL).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD).receiver(BOB, HEAD);
        world.node(SENDER).rules(rules);
        return world;
    }

    private static Session begun(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        return session;
    }

    /** Messages that fill a packet each, with their numbers. */
    private static List<byte[]> packets(int count) {
        List<byte[]> messages = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] message = new byte[MESSAGE_BYTES];
            Arrays.fill(message, (byte) i);
            messages.add(message);
        }
        return messages;
    }

    private static List<Integer> firstBytes(Node receiver) {
        return receiver.delivered().stream().map(message -> (int) message[0]).toList();
    }

    private static List<Integer> numbers(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }
}
