package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.sender.SenderEngine;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short session survives the loss of any one datagram, and of any two neighbours, on any path. */
class EveryLossTest {

    private static final int MESSAGES = 12;

    /** Trees of this test. */
    enum Tree {
        RECEIVER_UNDER_SENDER {
            @Override
            World world() {
                return lan().sender(1).receiver(100, 1);
            }
        },
        REPAIR_HEAD_WITH_TWO_RECEIVERS {
            @Override
            World world() {
                return lan().sender(1).repairHead(10, 1).receiver(100, 10).receiver(101, 10);
            }
        },
        REPAIR_HEAD_UNDER_REPAIR_HEAD {
            @Override
            World world() {
                return lan().sender(1).repairHead(10, 1).repairHead(20, 10).receiver(100, 20).receiver(101, 10);
            }
        };

        abstract World world();

        private static World lan() {
            return new World(ProtocolConfig.lan());
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompleteWhicheverOneDatagramIsLost(Tree tree) {
        loseEach(tree, 1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCompleteWhicheverThreeDatagramsInARowAreLost(Tree tree) {
        loseEach(tree, 3);
    }

    private static void loseEach(Tree tree, int inARow) {
        Map<String, Integer> counts = copiesPerPath(tree);
        for (Map.Entry<String, Integer> path : counts.entrySet()) {
            for (int i = 0; i < path.getValue(); i++) {
                runLosing(tree, path.getKey(), i, inARow);
            }
        }
    }

    private static Map<String, Integer> copiesPerPath(Tree tree) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        World world = tree.world();
        world.fate((packet, to) -> {
            counts.merge(path(packet, to), 1, Integer::sum);
            return World.DELAY_NS;
        });
        run(world);
        return counts;
    }

    private static void runLosing(Tree tree, String path, int from, int inARow) {
        World world = tree.world();
        int[] seen = new int[1];
        String[] lost = {""};
        world.fate((packet, to) -> {
            if (!path(packet, to).equals(path)) {
                return World.DELAY_NS;
            }
            int index = seen[0]++;
            if (index < from || index >= from + inARow) {
                return World.DELAY_NS;
            }
            lost[0] += packet + "; ";
            return World.LOST;
        });
        try {
            check(world, run(world));
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("after the loss of no. " + from + " on " + path + ": " + lost[0], e);
        }
    }

    private static Session run(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(MESSAGES, 700));
        session.finish();
        return session;
    }

    private static void check(World world, Session session) {
        session.assertEveryReceiverHasAll();
        SenderEngine sender = world.node(1).sender();
        assertThat(sender.failureCount()).isZero();
        assertThat(sender.completeCount()).isEqualTo(session.receivers().size());
        for (int id : world.ids()) {
            Node node = world.node(id);
            assertThat(node.events(Unrecoverable.class)).as("gaps at %d", id).isEmpty();
            assertThat(node.events(ParentLost.class)).as("parents lost by %d", id).isEmpty();
            assertThat(node.events(ChildGone.class)).as("children of %d", id)
                    .allMatch(e -> e.why() == ChildLoss.DONE);
        }
    }

    private static String path(Sent packet, int to) {
        return packet.from() + "->" + to + (packet.isUnicast() ? "" : " " + packet.destination());
    }
}
