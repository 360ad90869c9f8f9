package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentBound;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes between two sessions, when nobody knows a way to a sender, and when the next comes. */
class NextSessionTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int OTHER = 20;
    private static final int BELOW = 40;
    private static final int ANN = 100;
    private static final int BOB = 101;

    /** Each of them is done with the session that the other still has, so neither is a way to the next one. */
    @Test
    void shouldGoToTheSenderWhenItComesThoughTwoThatBackEachOtherUpHaveFoundEachOther() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER, OTHER)
                .repairHead(OTHER, SENDER, HEAD).receiver(ANN, HEAD, OTHER).receiver(BOB, OTHER, HEAD).startAll();
        Session session = new Session(world);
        session.bindAll();
        session.send(Session.messages(20, 500));
        session.finish();
        world.crash(SENDER);
        world.run(20_000 * MS);

        Node sender = world.start(SENDER);
        world.run(3_000 * MS);

        for (int head : new int[] {HEAD, OTHER}) {
            assertThat(world.node(head).repairHead().session().incarnation()).as("session of %d", head)
                    .isEqualTo(sender.incarnation());
            assertThat(world.node(head).repairHead().session().level()).as("level of %d", head).isEqualTo(1);
        }
    }

    /** The sender is the first to be heard in each session, and everybody may go to it. Who went there because repair heads have to find it first would leave the tree for the whole session. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldHaveTheConfiguredTreeInTheNextSessionToo(long seed) {
        Random random = new Random(seed);
        World world = new World(ProtocolConfig.lan()).sender(SENDER);
        int[] heads = {10, 20, 30};
        for (int i = 0; i < heads.length; i++) {
            world.repairHead(heads[i], SENDER, heads[(i + 1) % 3], heads[(i + 2) % 3]);
        }
        world.repairHead(BELOW, heads[0], heads[1], SENDER);
        Map<Integer, Integer> primaries = new TreeMap<>(Map.of(BELOW, heads[0]));
        for (int i = 0; i < 6; i++) {
            world.receiver(ANN + i, heads[i % 3], heads[(i + 1) % 3], heads[(i + 2) % 3], SENDER);
            primaries.put(ANN + i, heads[i % 3]);
        }
        world.receiver(ANN + 6, BELOW, heads[2], SENDER);
        primaries.put(ANN + 6, BELOW);
        world.startAll();
        Session session = new Session(world);
        session.bindAll();
        session.send(Session.messages(20, 500));
        session.finish();
        world.crash(SENDER);
        world.run(random.nextLong(2_000) * MS);
        for (int i = 0; i < 7; i++) {
            world.crash(ANN + i);
            world.start(ANN + i);
            world.run(random.nextLong(700) * MS);
        }
        world.run(random.nextLong(20_000) * MS);

        world.start(SENDER);
        world.run(5_000 * MS);

        for (int head : heads) {
            assertThat(world.node(head).repairHead().session().level()).as("level of %d", head).isEqualTo(1);
        }
        Map<Integer, Integer> parents = new TreeMap<>();
        for (int node : primaries.keySet()) {
            parents.put(node, world.node(node).events(ParentBound.class).getLast().parent());
        }
        assertThat(parents).isEqualTo(primaries);
    }
}
