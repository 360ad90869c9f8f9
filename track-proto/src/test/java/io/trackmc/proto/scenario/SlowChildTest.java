package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent.ChildGone;
import io.trackmc.proto.engine.EngineEvent.ChildLoss;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.ParentLoss;
import io.trackmc.proto.engine.EngineEvent.ParentRejected;
import io.trackmc.proto.engine.FlowConfig;
import io.trackmc.proto.engine.FlowConfig.SlowReceiver;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.testing.Node;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.tree.FailureList;
import io.trackmc.proto.wire.BindRejectReason;
import io.trackmc.proto.wire.MessageType;
import org.junit.jupiter.api.Test;

/** How long a child that is dead, or alive and slow, holds the group. */
class SlowChildTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int SPARE = 20;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final long STALL_MS = 2_000;
    private static final ProtocolConfig LAN = ProtocolConfig.lan().withSizes(1408, 256, 64);
    private static final ProtocolConfig EJECTING = LAN.withFlow(new FlowConfig(SlowReceiver.EJECT, STALL_MS * MS, 0));
    /** A Track on its way up, and the Heartbeat at which a parent looks at its children. */
    private static final long NOTICE_MS = 60;

    private World world;
    private Session session;

    @Test
    void shouldWaitForADeadReceiverNoLongerThanItsSilence() {
        begin(LAN);
        world.crash(ANN);

        assertThat(longestStallMs(3_000)).isBetween(100L, LAN.tree().leafSilenceNs() / MS + NOTICE_MS);
        assertThat(head().events(ChildGone.class)).containsExactly(new ChildGone(ANN, ChildLoss.SILENT));
    }

    @Test
    void shouldWaitForADeadRepairHeadNoLongerThanItsSilence() {
        begin(LAN);
        world.crash(HEAD);

        assertThat(longestStallMs(4_000)).isBetween(100L, LAN.tree().interiorSilenceNs() / MS + NOTICE_MS);
    }

    @Test
    void shouldProbeWhoHoldsTheWindowBeforeItsSilenceIsOver() {
        begin(LAN);
        world.forgetSent();
        world.crash(ANN);
        world.run(500 * MS);

        assertThat(head().events(ChildGone.class)).isEmpty();
        assertThat(world.sent(HEAD, MessageType.HEARTBEAT))
                .filteredOn(p -> p.destination() == Transmit.Destination.UNICAST && p.to() == ANN)
                .hasSizeGreaterThan(5);
    }

    @Test
    void shouldNotGiveUpALiveReceiverBecauseItHoldsTheWindow() {
        begin(LAN);
        world.node(ANN).reading(false);

        world.run(20_000 * MS);

        assertThat(head().events(ChildGone.class)).isEmpty();
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(2);
        assertThat(longestStallMs(1_000)).isGreaterThanOrEqualTo(1_000);
        assertThat(world.node(SENDER).sender().isWindowFull()).isTrue();
        assertThat(world.node(SENDER).sender().isRateLimited()).isFalse();
        assertThat(world.node(SENDER).sender().slowest()).isEqualTo(ANN);
        world.node(ANN).reading(true);
        world.settle(ANN);
        assertThat(longestStallMs(1_000)).isLessThan(100);
    }

    @Test
    void shouldSendAwayALiveReceiverThatHoldsTheWindowIfThatIsThePolicy() {
        begin(EJECTING);
        world.node(ANN).reading(false);

        assertThat(longestStallMs(3 * STALL_MS)).isBetween(STALL_MS, STALL_MS + 2 * NOTICE_MS);

        assertThat(head().events(ChildGone.class)).containsExactly(new ChildGone(ANN, ChildLoss.TOO_SLOW));
        assertThat(head().count(CounterId.CHILDREN_EJECTED)).isEqualTo(1);
        assertThat(world.node(ANN).events(ParentLost.class)).containsExactly(new ParentLost(HEAD, ParentLoss.TOO_SLOW));
        assertThat(world.node(SENDER).events(ChildGone.class)).isEmpty();
        assertThat(world.node(BOB).events(ParentLost.class)).isEmpty();
        FailureList named = world.node(SENDER).sender().region().tally().reported();
        assertThat(named.size()).isEqualTo(1);
        assertThat(named.get(0)).isEqualTo(ANN);
        assertThat(named.isTooSlow(0)).isTrue();
        session.close();
        world.runUntil("Bob has all", 30_000 * MS,
                () -> world.node(BOB).delivered().size() == session.published().size());
        session.assertHasAll(world.node(BOB));
    }

    @Test
    void shouldGoByAnotherPolicyFromWhenItIsTold() {
        begin(LAN);
        world.node(ANN).reading(false);
        world.run(2 * STALL_MS * MS);
        assertThat(head().events(ChildGone.class)).isEmpty();

        head().repairHead().retune(world.nowNs(), EJECTING);
        world.run(NOTICE_MS * MS);

        assertThat(head().events(ChildGone.class)).containsExactly(new ChildGone(ANN, ChildLoss.TOO_SLOW));
        assertThat(head().repairHead().region().children().boundCount()).isEqualTo(1);
    }

    @Test
    void shouldNotTakeBackAtOnceWhoWasSentAwayNorTroubleItsBackup() {
        begin(EJECTING);
        world.node(ANN).reading(false);
        world.runUntil("sent away", 2 * STALL_MS * MS, () -> !head().events(ChildGone.class).isEmpty());

        world.run(18_000 * MS);
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(1);
        assertThat(world.sent(ANN, MessageType.BIND_REQUEST).getLast().elapsedNs())
                .isLessThan(world.elapsedNs() - 17_000 * MS);

        world.node(ANN).reading(true);
        world.settle(ANN);
        world.run(4_000 * MS);
        assertThat(world.node(SENDER).sender().receiverCount()).isEqualTo(2);
    }

    /** Neither lost EjectRequests nor a new run bring it back. */
    @Test
    void shouldRefuseWhoWasSentAwayEvenAsANewRun() {
        begin(EJECTING);
        world.node(ANN).reading(false);
        world.fate((packet, to) -> packet.is(MessageType.EJECT_REQUEST) ? World.LOST : World.DELAY_NS);
        world.runUntil("sent away", 2 * STALL_MS * MS, () -> !head().events(ChildGone.class).isEmpty());
        world.run(1_000 * MS);
        assertThat(world.node(ANN).events(ParentLost.class)).isEmpty();
        world.heal();
        world.run(300 * MS);
        assertThat(world.node(ANN).events(ParentLost.class)).containsExactly(new ParentLost(HEAD, ParentLoss.TOO_SLOW));

        world.crash(ANN);
        world.start(ANN);
        world.run(5_000 * MS);

        assertThat(world.node(ANN).events(ParentRejected.class))
                .contains(new ParentRejected(HEAD, BindRejectReason.TOO_SLOW.code())).hasSizeLessThan(5);
        assertThat(head().events(ChildGone.class)).hasSize(1);
    }

    @Test
    void shouldSendNobodyAwayBecauseTheSourceIsFasterThanAll() {
        ProtocolConfig hasty = LAN.withFlow(new FlowConfig(SlowReceiver.EJECT, 150 * MS, 0));
        begin(hasty);

        world.run(1_000 * MS);

        assertThat(head().events(ChildGone.class)).isEmpty();
        assertThat(world.node(SENDER).events(ChildGone.class)).isEmpty();
    }

    /** The sender sends to two receivers below a repair head without a pause. */
    private void begin(ProtocolConfig config) {
        world = new World(config).sender(SENDER).repairHead(HEAD, SENDER).repairHead(SPARE, SENDER)
                .receiver(ANN, HEAD, SPARE).receiver(BOB, HEAD, SPARE);
        session = new Session(world.startAll());
        session.bindAll();
        session.send(Session.messages(1_000, 1_292));
        keepSending(100);
        session.send(Session.messages(1_000, 1_292)); // more than a window waits, however fast the sender was
    }

    /** Tops up what the application offers and runs on. */
    private void keepSending(long ms) {
        for (long i = 0; i < ms; i += 10) {
            if (world.node(SENDER).sender().lastSent() + 500 > session.published().size()) {
                session.send(Session.messages(1_000, 1_292));
            }
            world.run(10 * MS);
        }
    }

    private long longestStallMs(long ms) {
        long longest = 0;
        long still = 0;
        for (long i = 0; i < ms; i += 10) {
            long before = world.node(SENDER).sender().lastSent();
            keepSending(10);
            still = world.node(SENDER).sender().lastSent() == before ? still + 10 : 0;
            longest = Math.max(longest, still);
        }
        return longest;
    }

    private Node head() {
        return world.node(HEAD);
    }
}
