package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.Drained;
import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.World;
import org.junit.jupiter.api.Test;

/** A repair head starts again before anybody has noticed: its parent does not go before those who were below it have had time to turn up. */
class OrphansKeptForTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int TOP = 5;
    private static final int LEFT = 10;
    private static final int ANN = 100;
    private static final ProtocolConfig CONFIG = ProtocolConfig.lan().withSizes(1408, 256, 64);
    private static final long SILENCE_NS = CONFIG.tree().interiorSilenceNs()
            + CONFIG.tree().probes() * CONFIG.tree().probeNs();
    private static final long LINGER_NS = 5_000 * MS;

    @Test
    void shouldNotBeDrainedBeforeOrphansHaveHadTimeToTurnUp() {
        World world = new World(CONFIG).sender(SENDER).repairHead(TOP, SENDER).repairHead(LEFT, TOP, SENDER)
                .receiver(ANN, LEFT);
        Session session = begun(world);
        session.send(Session.messages(50, 1_000));
        world.run(100 * MS);
        restartLeft(world);
        world.crash(ANN);
        long restartedNs = world.elapsedNs();
        world.run(300 * MS);
        assertThat(world.node(TOP).repairHead().region().children().boundCount()).isPositive();

        world.node(TOP).repairHead().drain(world.nowNs());
        world.settle(TOP);
        world.runUntil("the later run has gone elsewhere", 500 * MS,
                () -> world.node(TOP).repairHead().region().children().boundCount() == 0);
        world.run(200 * MS);

        assertThat(world.node(TOP).events(Drained.class)).isEmpty();
        world.runUntil("drained", restartedNs + SILENCE_NS + 100 * MS - world.elapsedNs(),
                () -> !world.node(TOP).events(Drained.class).isEmpty());
    }

    @Test
    void shouldFinishWhenOrphansHaveHadTheirTimeAndNoLater() {
        World world = new World(CONFIG).sender(SENDER).repairHead(LEFT, SENDER).receiver(ANN, LEFT);
        Session session = begun(world);
        session.send(Session.messages(50, 1_000));
        world.run(100 * MS);
        restartLeft(world);
        world.crash(ANN);
        long restartedNs = world.elapsedNs();
        session.close();

        world.runUntil("finished", SILENCE_NS + LINGER_NS + 100 * MS,
                () -> !world.node(SENDER).events(Finished.class).isEmpty());

        assertThat(world.elapsedNs() - restartedNs).isGreaterThan(SILENCE_NS + LINGER_NS - 100 * MS);
    }

    private static Session begun(World world) {
        Session session = new Session(world.startAll());
        session.bindAll();
        return session;
    }

    private static void restartLeft(World world) {
        world.crash(LEFT);
        world.start(LEFT);
    }
}
