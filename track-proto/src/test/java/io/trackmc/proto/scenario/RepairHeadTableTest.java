package io.trackmc.proto.scenario;

import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.testing.FakeHopKeys;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Snapshot;
import io.trackmc.proto.testing.StateTable;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.MessageType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every state of a repair head, and every event. It has the sender as its only parent. */
class RepairHeadTableTest {

    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int LATE = 101;

    @Test
    void shouldActAsTheTableSays() {
        StateTable<Stage> table = new StateTable<>(Stage::look).state("JOINING", RepairHeadTableTest::joining)
                .state("ACTIVE without children", RepairHeadTableTest::childless)
                .state("ACTIVE", RepairHeadTableTest::active)
                .state("ACTIVE, closed, and Ann takes nothing", RepairHeadTableTest::draining)
                .state("REPARENTING", RepairHeadTableTest::reparenting)
                .state("LEAVING", RepairHeadTableTest::leaving)
                .state("WAITING", RepairHeadTableTest::waiting);
        addTo(table);

        Snapshot.check("repair-head", table.print());
    }

    private static void addTo(StateTable<Stage> table) {
        table.event("the sender starts", s -> s.with(() -> s.world.start(SENDER)).run(400))
                .event("the sender dies", s -> s.with(() -> s.world.crash(SENDER)).run(1_000))
                .event("the sender starts again", s -> s.with(() -> {
                    s.world.crash(SENDER);
                    s.world.start(SENDER);
                }).run(1_500))
                .event("the sender sends", s -> s.with(() -> send(s)).run(20))
                .event("the sender closes", s -> s.with(() -> close(s)).run(20))
                .event("EjectRequest under the pair key", s -> s.with(() -> eject(s)).run(400))
                .event("a late receiver binds", s -> s.with(() -> s.world.start(LATE)).run(400))
                .event("Ann takes what there is", s -> s.with(() -> {
                    s.world.node(ANN).reading(true);
                    if (s.world.node(ANN).isRunning()) {
                        s.world.settle(ANN);
                    }
                }).run(50))
                .event("Ann dies", s -> s.with(() -> s.world.crash(ANN)).run(1_000))
                .event("Ann dies, and nobody comes for ten seconds", s -> s.with(() -> s.world.crash(ANN)).run(10_000))
                .event("UnbindConfirms come through", s -> s.with(s.world::heal).run(400))
                .event("ten seconds pass", s -> s.run(10_000));
    }

    private static void send(Stage s) {
        if (s.world.node(SENDER).isRunning()) {
            s.session.send(List.of(new byte[100]));
        }
    }

    private static void close(Stage s) {
        if (s.world.node(SENDER).isRunning()) {
            s.session.close();
        }
    }

    private static void eject(Stage s) {
        byte[] bytes = new byte[200];
        FakeHopKeys keys = new FakeHopKeys(
                s.world.group(), SENDER, Nodes.incarnation(SENDER, 1), s.world.sentCount(SENDER) + 1);
        HopSealer down = keys.downSealer(HEAD, KeyClass.INTERIOR_PAIR, s.watched().incarnation());
        int outerLength = new EjectRequestMessage().reason(EjectReason.PARENT_LEAVING).write(bytes, 0);
        int length = down.seal(bytes, 0, outerLength);
        s.world.inject(HEAD, Path.Channel.UNICAST, Nodes.endpoint(SENDER), Arrays.copyOf(bytes, length));
    }

    private static Stage joining() {
        Stage s = new Stage(
                new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD)
                        .receiver(LATE, HEAD),
                HEAD, n -> n.repairHead().state() + " level " + n.repairHead().session().level());
        s.world.start(HEAD);
        return s.run(20);
    }

    private static Stage childless() {
        Stage s = joining();
        s.world.start(SENDER);
        s.run(300);
        s.session.begin();
        return s.run(20);
    }

    private static Stage active() {
        Stage s = childless();
        s.world.start(ANN);
        s.run(300);
        s.session.send(Session.messages(3, 1_292));
        return s.run(30);
    }

    private static Stage draining() {
        Stage s = active();
        s.world.node(ANN).reading(false);
        s.session.send(Session.messages(2, 1_292));
        s.session.close();
        return s.run(50);
    }

    private static Stage reparenting() {
        Stage s = active();
        s.world.crash(SENDER);
        return s.run(700);
    }

    private static Stage leaving() {
        Stage s = active();
        s.world.fate((packet, to) -> packet.from() == SENDER && packet.is(MessageType.UNBIND_CONFIRM)
                ? World.LOST
                : World.DELAY_NS);
        s.session.close();
        return s.run(30);
    }

    private static Stage waiting() {
        Stage s = active();
        s.session.close();
        return s.run(50);
    }
}
