package io.trackmc.proto.scenario;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.Snapshot;
import io.trackmc.proto.testing.StateTable;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every state of a sender, and every event. */
class SenderTableTest {

    private static final int SENDER = 1;
    private static final int ANN = 100;
    private static final int LATE = 101;

    @Test
    void shouldActAsTheTableSays() {
        StateTable<Stage> table = new StateTable<>(Stage::look)
                .state("FORMING without children", SenderTableTest::alone)
                .state("FORMING", SenderTableTest::forming)
                .state("ACTIVE", SenderTableTest::active)
                .state("ACTIVE, and Ann takes nothing", SenderTableTest::stalled)
                .state("CLOSING, and Ann takes nothing", SenderTableTest::closing)
                .state("FINISHED", SenderTableTest::finished);
        addTo(table);

        Snapshot.check("sender", table.print());
    }

    private static void addTo(StateTable<Stage> table) {
        table.event("begin", s -> s.with(s.session::begin).run(2))
                .event("a message is offered", s -> s.with(() -> s.session.send(List.of(new byte[100]))).run(2))
                .event("close", s -> s.with(s.session::close).run(2))
                .event("close of everything, and Ann takes it", s -> s.with(() -> {
                    s.world.node(ANN).reading(true);
                    s.session.close();
                    s.world.settle(ANN);
                }).run(50))
                .event("abort", s -> s.with(() -> abort(s)).run(2))
                .event("a late receiver binds", s -> s.with(() -> s.world.start(LATE)).run(300))
                .event("Ann leaves", s -> s.with(() -> leave(s)).run(50))
                .event("Ann dies", s -> s.with(() -> s.world.crash(ANN)).run(1_000))
                .event("Ann dies, and nobody comes for ten seconds", s -> s.with(() -> s.world.crash(ANN)).run(10_000))
                .event("Ann starts again", s -> s.with(() -> {
                    s.world.crash(ANN);
                    s.world.start(ANN);
                }).run(300))
                .event("a packet that is not for senders", s -> s.world.replay(odata(), SENDER));
    }

    private static Sent odata() {
        World other = new World(ProtocolConfig.lan()).sender(SENDER).receiver(ANN, SENDER).startAll();
        other.run(1_000 * Session.MS);
        return other.sent(SENDER, MessageType.HEARTBEAT).getFirst();
    }

    private static void abort(Stage s) {
        s.world.node(SENDER).sender().abort(s.world.nowNs());
        s.world.settle(SENDER);
    }

    private static void leave(Stage s) {
        if (s.world.node(ANN).isRunning()) {
            s.world.node(ANN).receiver().leave(s.world.nowNs());
            s.world.settle(ANN);
        }
    }

    private static Stage alone() {
        Stage s = new Stage(
                new World(ProtocolConfig.lan()).sender(SENDER).receiver(ANN, SENDER).receiver(LATE, SENDER), SENDER,
                n -> n.sender().state().toString());
        s.world.start(SENDER);
        return s.run(20);
    }

    private static Stage forming() {
        Stage s = alone();
        s.world.start(ANN);
        return s.run(300);
    }

    private static Stage active() {
        Stage s = forming();
        s.session.begin();
        s.session.send(Session.messages(3, 1_292));
        return s.run(30);
    }

    private static Stage stalled() {
        Stage s = active();
        s.world.node(ANN).reading(false);
        s.session.send(Session.messages(5_000, 1_292));
        return s.run(300);
    }

    private static Stage closing() {
        Stage s = active();
        s.world.node(ANN).reading(false);
        s.session.send(Session.messages(2, 1_292));
        s.session.close();
        return s.run(30);
    }

    private static Stage finished() {
        Stage s = active();
        s.session.close();
        return s.run(200);
    }
}
