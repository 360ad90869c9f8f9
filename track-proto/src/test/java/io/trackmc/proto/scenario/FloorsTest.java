package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.Path;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.Nodes;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.MessageType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counters and signs of life under keys that siblings hold too, against the parent's word to one child alone. */
class FloorsTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final Endpoint ELSEWHERE = Nodes.endpoint(66);
    private static final long LAST_COUNTER = Long.MAX_VALUE - 5;

    private World world;
    private Insider mallory;

    @BeforeEach
    void build() {
        world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).receiver(ANN, HEAD)
                .receiver(BOB, HEAD);
        mallory = new Insider(world);
    }

    @Test
    void shouldHearItsParentAgainAfterAForgedCounter() {
        begun();

        for (int victim : List.of(ANN, HEAD)) {
            int parent = victim == HEAD ? SENDER : HEAD;
            world.inject(victim, Path.Channel.REGION, Nodes.endpoint(parent), mallory.forged(parent, LAST_COUNTER,
                    new HeartbeatMessage().level(1)));
        }
        world.run(1_000 * MS);

        assertThat(world.node(ANN).drops(DropReason.REPLAYED)).isPositive();
        // Every Heartbeat to a repair head alone says it.
        assertThat(world.node(HEAD).drops(DropReason.REPLAYED)).isLessThanOrEqualTo(2);
        for (int victim : List.of(ANN, HEAD)) {
            assertThat(world.node(victim).events(ParentLost.class)).isEmpty();
            assertHearsEverything(world.node(victim), CounterId.HEARTBEATS_RECEIVED);
        }
    }

    /** Told by the sender to the repair head, and by the repair head to its children. */
    @Test
    void shouldHearTheSourceAgainAfterAForgedCounter() {
        begun();

        for (int victim : List.of(ANN, HEAD)) {
            world.inject(victim, Path.Channel.DATA, Nodes.endpoint(SENDER), mallory.forgedNullData(LAST_COUNTER));
        }
        world.run(1_500 * MS);

        assertThat(world.node(ANN).drops(DropReason.REPLAYED)).isPositive();
        long droppedAtHead = world.node(HEAD).drops(DropReason.REPLAYED);
        long droppedAtAnn = world.node(ANN).drops(DropReason.REPLAYED);
        world.run(3_000 * MS);
        assertThat(world.node(HEAD).drops(DropReason.REPLAYED)).isEqualTo(droppedAtHead);
        assertThat(world.node(ANN).drops(DropReason.REPLAYED)).isEqualTo(droppedAtAnn);
    }

    @Test
    void shouldNotBelieveALiarsWordForTheSourceAfterLeavingIt() {
        begun();
        mallory.down(HEAD, ANN, new HeartbeatMessage().level(1).sourceCounter(LAST_COUNTER));
        world.run(200 * MS);
        assertThat(world.node(ANN).drops(DropReason.REPLAYED)).isPositive();

        world.crash(HEAD);
        world.start(HEAD);
        world.run(2_000 * MS);

        long dropped = world.node(ANN).drops(DropReason.REPLAYED);
        world.run(2_000 * MS);
        assertThat(world.node(ANN).drops(DropReason.REPLAYED)).isEqualTo(dropped);
    }

    /** Her window has seen none of them. */
    @Test
    void shouldNotTakeWhatTheParentSaidBeforeTheChildCame() {
        world.start(SENDER);
        world.start(HEAD);
        world.start(ANN);
        world.run(5_000 * MS);
        List<Sent> old = regional(world.sent(HEAD, MessageType.HEARTBEAT));
        world.start(BOB);
        world.run(2_000 * MS);
        assertThat(world.node(HEAD).repairHead().region().children().boundCount()).isEqualTo(2);
        world.crash(HEAD);
        world.forgetSent();

        for (Sent packet : old.subList(0, 3)) {
            world.inject(BOB, Path.Channel.REGION, ELSEWHERE, packet.bytes());
            world.run(150 * MS);
        }
        world.run(200 * MS);

        assertThat(world.node(BOB).drops(DropReason.REPLAYED)).isEqualTo(3);
        assertThat(world.node(BOB).events(ParentLost.class)).hasSize(1);
        assertThat(world.sent(BOB, MessageType.TRACK)).noneMatch(p -> p.to() == 66);
    }

    @Test
    void shouldLoseAParentInWhoseNameOnlySiblingsSpeak() {
        begun();
        world.crash(HEAD);

        for (int i = 0; i < 60; i++) {
            mallory.onRegion(HEAD, ANN, new HeartbeatMessage().level(1));
            world.run(100 * MS);
        }

        assertThat(world.node(ANN).events(ParentLost.class)).isNotEmpty();
    }

    @Test
    void shouldReportOnlyWhereThePairKeySpeaksFrom() {
        begun();
        world.forgetSent();

        for (int i = 0; i < 100; i++) {
            world.inject(ANN, Path.Channel.REGION, ELSEWHERE,
                    mallory.forged(HEAD, 500 + i, new HeartbeatMessage().level(1)));
            world.run(10 * MS);
        }

        assertThat(world.sent(ANN, MessageType.TRACK)).isNotEmpty().allMatch(p -> p.to() == HEAD);
    }

    @Test
    void shouldTakeAnAnswerToABindRequestOnce() {
        world.startAll().run(200 * MS);
        Sent confirm = world.sent(HEAD, MessageType.BIND_CONFIRM).stream().filter(p -> p.to() == ANN).toList()
                .getLast();
        world.forgetSent();

        world.inject(ANN, Path.Channel.UNICAST, ELSEWHERE, confirm.bytes());
        world.run(1_000 * MS);

        assertThat(world.node(ANN).drops(DropReason.REPLAYED)).isEqualTo(1);
        assertThat(world.sent(ANN, MessageType.TRACK)).isNotEmpty().allMatch(p -> p.to() == HEAD);
    }

    private void begun() {
        world.startAll();
        new Session(world).bindAll();
        world.run(50 * MS);
    }

    private void assertHearsEverything(Node node, CounterId counted) {
        long before = node.count(counted);
        long dropped = node.drops(DropReason.REPLAYED);
        world.run(2_000 * MS);
        assertThat(node.drops(DropReason.REPLAYED)).isEqualTo(dropped);
        assertThat(node.count(counted) - before).isGreaterThan(30);
    }

    private static List<Sent> regional(List<Sent> packets) {
        return packets.stream().filter(p -> p.destination() == Transmit.Destination.REGION).toList();
    }
}
