package io.trackmc.proto.scenario;

import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.testing.Snapshot;
import io.trackmc.proto.testing.StateTable;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.MessageType;
import org.junit.jupiter.api.Test;

/** Every state of a receiver, and every event. It has a repair head as parent and the sender as backup. */
class ReceiverTableTest {

    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;

    @Test
    void shouldActAsTheTableSays() {
        StateTable<Stage> table = new StateTable<>(Stage::look).state("JOINING", ReceiverTableTest::joining)
                .state("RECEIVING", ReceiverTableTest::receiving)
                .state("RECEIVING, with a gap", ReceiverTableTest::gap)
                .state("RECEIVING, and the application takes nothing", ReceiverTableTest::unread)
                .state("DRAINING, and the application takes nothing", ReceiverTableTest::draining)
                .state("DRAINING, with a gap", ReceiverTableTest::drainingGap)
                .state("LEAVING", ReceiverTableTest::leaving)
                .state("FINISHED", ReceiverTableTest::finished);
        addTo(table);

        Snapshot.check("receiver", table.print());
    }

    private static void addTo(StateTable<Stage> table) {
        table.event("the tree is started", s -> s.with(() -> {
            s.world.start(SENDER);
            s.world.start(HEAD);
        }).run(600))
                .event("data", s -> s.with(() -> send(s)).run(10))
                .event("lost packets come through", s -> s.with(s.world::heal).run(500))
                .event("Close", s -> s.with(() -> close(s)).run(10))
                .event("Close, aborted", s -> s.with(() -> abort(s)).run(10))
                .event("the application takes what there is", s -> s.with(() -> {
                    s.watched().reading(true);
                    s.world.settle(ANN);
                }).run(10))
                .event("the application leaves", s -> s.with(() -> {
                    s.watched().receiver().leave(s.world.nowNs());
                    s.world.settle(ANN);
                }).run(10))
                .event("its parent dies", s -> s.with(() -> s.world.crash(HEAD)).run(1_500))
                .event("all its parents die", s -> s.with(() -> {
                    s.world.crash(HEAD);
                    s.world.crash(SENDER);
                }).run(10_000))
                .event("the source starts again", s -> s.with(() -> {
                    s.world.crash(SENDER);
                    s.world.start(SENDER);
                }).run(3_000))
                .event("ten seconds pass", s -> s.run(10_000));
    }

    private static void send(Stage s) {
        if (s.world.node(SENDER).isRunning()) {
            s.session.send(Session.messages(2, 1_292));
        }
    }

    private static void close(Stage s) {
        if (s.world.node(SENDER).isRunning()) {
            s.session.close();
        }
    }

    private static void abort(Stage s) {
        if (s.world.node(SENDER).isRunning()) {
            s.world.node(SENDER).sender().abort(s.world.nowNs());
            s.world.settle(SENDER);
        }
    }

    private static Stage joining() {
        Stage s = new Stage(
                new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD, SENDER),
                ANN,
                n -> text(n.receiver().state()) + " delivered " + n.receiver().deliveredSequence());
        s.world.start(ANN);
        return s.run(20);
    }

    private static String text(ReceiverState state) {
        return state.toString();
    }

    private static Stage receiving() {
        Stage s = joining();
        s.world.start(SENDER);
        s.world.start(HEAD);
        s.run(600);
        s.session.begin();
        s.session.send(Session.messages(2, 1_292));
        return s.run(20);
    }

    private static Stage gap() {
        Stage s = receiving();
        loseThird(s);
        s.session.send(Session.messages(3, 1_292));
        return s.run(50);
    }

    private static void loseThird(Stage s) {
        s.world.fate((packet, to) -> to == ANN && packet.sequence() == 3 ? World.LOST : World.DELAY_NS);
    }

    private static Stage unread() {
        Stage s = receiving();
        s.watched().reading(false);
        s.session.send(Session.messages(2, 1_292));
        return s.run(20);
    }

    private static Stage draining() {
        Stage s = unread();
        s.session.close();
        return s.run(20);
    }

    private static Stage drainingGap() {
        Stage s = gap();
        s.session.close();
        return s.run(20);
    }

    private static Stage leaving() {
        Stage s = receiving();
        s.world.fate((packet, to) -> packet.is(MessageType.UNBIND_CONFIRM) ? World.LOST : World.DELAY_NS);
        s.session.close();
        return s.run(20);
    }

    private static Stage finished() {
        Stage s = receiving();
        s.session.close();
        return s.run(20);
    }
}
