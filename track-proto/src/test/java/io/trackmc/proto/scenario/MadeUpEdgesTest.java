package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.EngineEvent;
import io.trackmc.proto.engine.EngineEvent.PassedOver;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.repairhead.RepairHeadState;
import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.LateJoin;
import io.trackmc.proto.wire.SessionRules;
import org.junit.jupiter.api.Test;

/** A repair head that has turned says under pair keys that the session has come, or was released, where it has not. */
class MadeUpEdgesTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int LIAR = 10;
    private static final int HEAD = 11;
    private static final int LATE_HEAD = 12;
    private static final int LATE = 100;
    private static final int WINDOW = 64;
    private static final long FAR = 1L << 61;
    private static final SessionRules TIMELY = SessionRules.timely(100 * MS, LateJoin.RETAINED);

    /** What lies beyond what a store holds is given up in one step, so that nobody can keep a node busy with it. */
    @Test
    void shouldGiveUpWhatWasReleasedFarAwayInOneStep() {
        World world = timely();
        Insider liar = new Insider(world);

        lie(liar, new HeartbeatMessage().level(1).highestReleased(1_000 * WINDOW));
        assertThat(gaps(world)).hasSizeLessThan(3).last()
                .isEqualTo(new PassedOver(2 * WINDOW + 1, 1_000 * WINDOW));

        lie(liar, new HeartbeatMessage().level(1).highestReleased(FAR));
        assertThat(gaps(world)).hasSizeLessThan(5).last()
                .isEqualTo(new PassedOver(1_002 * WINDOW + 1, FAR));
        assertThat(world.node(HEAD).repairHead().cumAck()).isEqualTo(FAR);
    }

    /** What it hands on of a lie its children take, so that they hear it. */
    @Test
    void shouldSayNothingThatItsChildrenDrop() {
        World world = timely();

        lie(new Insider(world), new HeartbeatMessage().level(1).highestReleased(SequenceNumbers.MAX_JOIN));

        assertThat(world.node(HEAD).repairHead().cumAck()).isEqualTo(SequenceNumbers.MAX_JOIN);
        assertThat(session(world, HEAD).lowestRepairable()).isEqualTo(SequenceNumbers.MAX_JOIN);
        assertThat(session(world, HEAD).highestSequence()).isEqualTo(SequenceNumbers.MAX_JOIN);
    }

    @Test
    void shouldDropAHeartbeatOfWhereNoSessionComes() {
        World world = timely();
        Insider liar = new Insider(world);

        lie(liar, new HeartbeatMessage().level(1).highestReleased(SequenceNumbers.MAX_JOIN + 1));
        lie(liar, new HeartbeatMessage().level(1).lowestRepairable(SequenceNumbers.MAX));
        lie(liar, new HeartbeatMessage().level(1).highestSequence(SequenceNumbers.MAX));
        lie(liar, new HeartbeatMessage().level(1).closed(true).closeSequence(SequenceNumbers.MAX));

        assertThat(world.node(HEAD).drops(DropReason.MALFORMED)).isEqualTo(4);
        assertThat(gaps(world)).isEmpty();
    }

    /** Who joins under an honest repair head is told what that has, so it can. */
    @Test
    void shouldTakeChildrenWhateverThatOneSaidIsReleased() {
        World world = reliable();
        Insider liar = new Insider(world);
        silence(world, LIAR);
        lie(liar, new HeartbeatMessage().level(1).highestReleased(FAR));
        assertThat(session(world, HEAD).highestReleased()).isLessThanOrEqualTo(world.node(HEAD).repairHead().cumAck());

        world.start(LATE);
        world.start(LATE_HEAD);

        world.runUntil("bound", 5_000 * MS, () -> world.node(LATE).receiver().state() == ReceiverState.RECEIVING
                && world.node(LATE_HEAD).repairHead().state() == RepairHeadState.ACTIVE);
        assertThat(world.node(LATE_HEAD).repairHead().cumAck()).isLessThan(FAR);
    }

    /** The next parent's word counts, also for those further down. */
    @Test
    void shouldForgetWithTheParentThatItSaidTheSessionIsClosed() {
        World world = reliable();
        world.start(LATE_HEAD);
        world.runUntil("bound", 5_000 * MS, () -> world.node(LATE_HEAD).repairHead().state() == RepairHeadState.ACTIVE);
        Insider liar = new Insider(world);
        silence(world, LIAR);
        lie(liar, new HeartbeatMessage().level(1).closed(true).closeSequence(FAR));
        world.run(200 * MS);
        assertThat(session(world, HEAD).closeSequence()).isEqualTo(FAR);
        assertThat(session(world, LATE_HEAD).closeSequence()).as("it hands down what it is told").isEqualTo(FAR);

        world.crash(LIAR);
        world.run(5_000 * MS);

        assertThat(session(world, HEAD).level()).isEqualTo(1);
        for (int head : new int[] {HEAD, LATE_HEAD}) {
            assertThat(session(world, head).isClosed()).isFalse();
            assertThat(session(world, head).highestSequence()).isZero();
        }
    }

    private static World reliable() {
        World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(LIAR, SENDER)
                .repairHead(HEAD, LIAR, SENDER).repairHead(LATE_HEAD, HEAD).receiver(LATE, HEAD);
        world.start(SENDER);
        world.start(LIAR);
        world.start(HEAD);
        world.runUntil("bound", 5_000 * MS, () -> world.node(HEAD).repairHead().state() == RepairHeadState.ACTIVE);
        return world;
    }

    /** What it says is what is put before others, and nothing else. */
    private static void silence(World world, int liar) {
        world.fate((packet, to) -> packet.from() == liar ? World.LOST : World.DELAY_NS);
    }

    private static SessionState session(World world, int head) {
        return world.node(head).repairHead().session();
    }

    private static World timely() {
        World world = new World(ProtocolConfig.lan().withSizes(1408, WINDOW, 8)).sender(SENDER)
                .repairHead(LIAR, SENDER).repairHead(HEAD, LIAR, SENDER);
        world.node(SENDER).rules(TIMELY);
        world.startAll();
        world.runUntil("bound", 5_000 * MS, () -> world.node(HEAD).repairHead().state() == RepairHeadState.ACTIVE);
        return world;
    }

    private static java.util.List<EngineEvent> gaps(World world) {
        return world.node(HEAD).events().stream()
                .filter(event -> event instanceof PassedOver || event instanceof Unrecoverable).toList();
    }

    private static void lie(Insider liar, HeartbeatMessage lie) {
        liar.down(LIAR, HEAD, KeyClass.INTERIOR_PAIR, lie);
    }
}
