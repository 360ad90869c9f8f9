package io.trackmc.proto.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.proto.engine.Endpoint;
import io.trackmc.proto.engine.EngineEvent.ParentLost;
import io.trackmc.proto.engine.EngineEvent.SessionClosed;
import io.trackmc.proto.engine.EngineEvent.Unrecoverable;
import io.trackmc.proto.engine.ProtocolConfig;
import io.trackmc.proto.engine.Transmit.Destination;
import io.trackmc.proto.event.CounterId;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.receiver.ReceiverState;
import io.trackmc.proto.seq.SequenceNumbers;
import io.trackmc.proto.testing.Insider;
import io.trackmc.proto.testing.Sent;
import io.trackmc.proto.testing.World;
import io.trackmc.proto.wire.EjectReason;
import io.trackmc.proto.wire.EjectRequestMessage;
import io.trackmc.proto.wire.HeartbeatMessage;
import io.trackmc.proto.wire.MessageType;
import io.trackmc.proto.wire.NackMessage;
import io.trackmc.proto.wire.NackSuppressMessage;
import io.trackmc.proto.wire.TrackMessage;
import org.junit.jupiter.api.Test;

/** What a member can forge under keys that members share must not change state (security rules; wire format §6). */
class HintsTest {

    private static final long MS = Session.MS;
    private static final int SENDER = 1;
    private static final int HEAD = 10;
    private static final int BELOW = 20;
    private static final int BESIDE = 30;
    private static final int ANN = 100;
    private static final int BOB = 101;
    private static final int WINDOW = 2048;

    private final World world = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER)
            .repairHead(BELOW, HEAD).receiver(ANN, HEAD).receiver(BOB, BELOW);
    private final Session session = new Session(world);
    private final Insider mallory = new Insider(world);

    @Test
    void shouldIgnoreMulticastEjectUntilConfirmedUnderPairKey() {
        begun();
        world.forgetSent();

        mallory.onRegion(HEAD, ANN, new EjectRequestMessage().reason(EjectReason.PARENT_LEAVING));
        world.run(5_000 * MS);

        assertThat(world.node(ANN).events(ParentLost.class)).isEmpty();
    }

    /** Any member can put another OUTER before an INNER that came already. */
    @Test
    void shouldIgnoreWhatTheOuterOfADuplicateSays() {
        begun();
        session.send(Session.messages(3, 1_000));
        world.run(200 * MS);
        long released = world.node(HEAD).repairHead().session().highestReleased();

        for (int victim : new int[] {HEAD, ANN}) {
            long duplicates = world.node(victim).drops(DropReason.DUPLICATE);
            world.forgetSent();
            mallory.dataHinting(victim, 2, SequenceNumbers.MAX_JOIN, 123_456_789);
            assertThat(world.node(victim).drops(DropReason.DUPLICATE)).isEqualTo(duplicates + 1);
            assertThat(world.sent()).as("what %d answers", victim).isEmpty();
        }
        world.run(200 * MS);

        assertThat(world.node(HEAD).repairHead().session().highestReleased()).isEqualTo(released);
        assertThat(world.node(HEAD).events(Unrecoverable.class)).isEmpty();
        assertThat(world.sent(ANN, MessageType.NACK)).isEmpty();
        for (Sent track : world.sent(ANN, MessageType.TRACK)) {
            TrackMessage said = new TrackMessage();
            assertThat(said.parse(track.bytes(), 0)).isTrue();
            assertThat(Math.abs(said.senderEcho() - 123_456_789)).as("the source's clock").isGreaterThan(1_000_000);
        }
    }

    @Test
    void shouldProveThatItLivesWhenAMulticastEjectComes() {
        begun();
        world.run(200 * MS);
        world.forgetSent();

        mallory.onRegion(HEAD, ANN, new EjectRequestMessage().reason(EjectReason.PARENT_LEAVING));

        assertThat(world.sent(ANN, MessageType.TRACK)).hasSize(1);
    }

    @Test
    void shouldNotGiveUpWhatAMulticastHeartbeatCallsUnrepairable() {
        begun();
        world.fate((packet, to) -> to == ANN && packet.sequence() == 3 ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(10, 1_000));
        world.run(200 * MS);
        assertThat(world.sent(ANN, MessageType.NACK)).hasSizeGreaterThan(3);

        mallory.onRegion(HEAD, ANN,
                new HeartbeatMessage().level(1).highestSequence(5).lowestRepairable(SequenceNumbers.MAX_JOIN)
                        .childCount(2));
        world.run(100 * MS);
        assertThat(world.node(ANN).events(Unrecoverable.class)).isEmpty();

        world.heal();
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** A repair may be on its way although the parent could not send another. */
    @Test
    void shouldGiveUpWhatItsParentCallsUnrepairableOnlyAfterItHasAskedForIt() {
        HeartbeatMessage gone = new HeartbeatMessage().level(1).highestSequence(5).lowestRepairable(5).childCount(2);
        begun();
        world.fate((packet, to) -> to == ANN && packet.sequence() == 3 ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(10, 1_000));
        world.run(World.DELAY_NS);

        mallory.down(HEAD, ANN, KeyClass.LEAF_PAIR, gone);
        assertThat(world.node(ANN).events(Unrecoverable.class)).isEmpty();

        world.run(200 * MS);
        assertThat(world.sent(ANN, MessageType.NACK)).hasSizeGreaterThan(3);
        mallory.down(HEAD, ANN, KeyClass.LEAF_PAIR, gone);
        assertThat(world.node(ANN).events(Unrecoverable.class)).containsExactly(new Unrecoverable(3, 3));
    }

    @Test
    void shouldMoveNoStateOfARepairHeadByAMulticastHeartbeat() {
        begun();
        session.send(Session.messages(10, 1_000));
        world.run(50 * MS);
        long released = world.node(BELOW).repairHead().session().highestReleased();

        HeartbeatMessage lie = new HeartbeatMessage().level(77).highestSequence(4).highestReleased(1_000_000)
                .lowestRepairable(1_000_000).closed(true).closeSequence(4);
        lie.addAncestor(BELOW);
        mallory.onRegion(HEAD, BELOW, lie);
        world.run(1 * MS);

        assertThat(world.node(BELOW).repairHead().session().highestReleased()).isEqualTo(released);
        assertThat(world.node(BELOW).repairHead().session().isClosed()).isFalse();
        assertThat(world.node(BELOW).repairHead().session().level()).isEqualTo(2);
        assertThat(world.node(BELOW).events(ParentLost.class)).isEmpty();
        assertThat(world.node(BELOW).events(Unrecoverable.class)).isEmpty();
    }

    @Test
    void shouldAcceptCloseOnlyFromControlStream() {
        begun();
        session.send(Session.messages(10, 1_000));
        world.run(50 * MS);

        mallory.onRegion(HEAD, ANN, new HeartbeatMessage().level(1).highestSequence(11).lowestRepairable(1)
                .closed(true).closeSequence(10).childCount(2));
        mallory.control(ANN, 1);
        mallory.repairOnRegion(HEAD, ANN, 1, 1);
        world.run(50 * MS);

        assertThat(world.node(ANN).receiver().state()).isEqualTo(ReceiverState.RECEIVING);
        assertThat(world.node(ANN).events(SessionClosed.class)).isEmpty();
        assertThat(world.node(ANN).drops(DropReason.FORGED_CONTENT)).isEqualTo(2);
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** A repair head cannot open a control record, so it takes one only from its parent alone. */
    @Test
    void shouldNotLetAForgedControlRecordKeepTheTrueOneOutOfARepairHead() {
        begun();
        mallory.control(HEAD, Long.MAX_VALUE - 1);
        mallory.repairOnRegion(HEAD, BELOW, 1, Long.MAX_VALUE - 1);
        world.fate((packet, to) -> packet.is(MessageType.NULL_DATA) ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(10, 500));

        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.node(SENDER).sender().completeCount()).isEqualTo(2);
    }

    @Test
    void shouldMoveTheLeadingEdgeByHintsNoFurtherThanTheWindow() {
        begun();

        mallory.nullData(ANN, Long.MAX_VALUE - 1, Long.MAX_VALUE - 1);
        mallory.nullData(HEAD, Long.MAX_VALUE - 1, Long.MAX_VALUE - 1);
        world.run(10 * MS);

        assertThat(world.node(ANN).count(CounterId.LOSSES_DETECTED)).isLessThanOrEqualTo(WINDOW);
        assertThat(world.node(HEAD).repairHead().session().highestSequence()).isLessThanOrEqualTo(2 * WINDOW);
        assertThat(world.node(HEAD).repairHead().session().highestReleased()).isZero();
        session.send(Session.messages(3_000, 1_000));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** A child knows of no sequence that its repair head should believe in. */
    @Test
    void shouldNotMoveTheLeadingEdgeOfARepairHeadByANack() {
        begun();
        session.send(Session.messages(5, 1_000));
        world.run(50 * MS);
        long highest = world.node(HEAD).repairHead().session().highestSequence();
        world.crash(ANN);

        NackMessage nack = new NackMessage();
        nack.addRange(highest + 1, 1_000);
        mallory.up(ANN, HEAD, nack);

        assertThat(world.node(HEAD).count(CounterId.NACKS_RECEIVED)).isEqualTo(1);
        assertThat(world.node(HEAD).repairHead().session().highestSequence()).isEqualTo(highest);
    }

    @Test
    void shouldNotLoseSequencesOfStreamZeroToASuppressionOfStreamOne() {
        begun();
        world.fate((packet, to) -> to == ANN && packet.is(MessageType.ODATA) && packet.sequence() == 3
                ? World.LOST
                : World.DELAY_NS);
        session.send(Session.messages(10, 1_000));
        world.run(World.DELAY_NS);

        NackSuppressMessage other = new NackSuppressMessage();
        other.stream(1);
        other.addRange(1, 1_000);
        mallory.onRegion(HEAD, ANN, other);
        world.run(3 * MS);

        assertThat(world.sent(ANN, MessageType.NACK)).isNotEmpty();
    }

    /** Who comes from another parent would give up what is in the store. */
    @Test
    void shouldNotDisownWhatItHoldsBecauseOfAForgedHint() {
        begun();
        session.send(Session.messages(5, 1_000));
        world.run(50 * MS);

        mallory.nullData(HEAD, Long.MAX_VALUE - 1, 0);

        assertThat(world.node(HEAD).repairHead().session().lowestRepairable()).isEqualTo(1);
        assertThat(world.node(HEAD).repairHead().session().highestSequence())
                .isEqualTo(world.node(SENDER).sender().lastSent());
    }

    @Test
    void shouldNotAcknowledgeWhatDidNotOpen() {
        begun();

        mallory.data(ANN, 1);
        world.run(50 * MS);

        assertThat(world.node(ANN).drops(DropReason.FORGED_CONTENT)).isGreaterThan(0);
        assertThat(world.sent(ANN, MessageType.TRACK))
                .allSatisfy(p -> assertThat(p.as(new TrackMessage()).cumAck()).isZero());
        session.send(Session.messages(3, 1_000));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** A repair head would keep what nobody can open, and a receiver would ask for it again. */
    @Test
    void shouldDropAnInnerOfAnEarlierRunOfTheSource() {
        begun();

        mallory.dataOfEarlierRun(HEAD, 1);
        mallory.dataOfEarlierRun(ANN, 1);

        for (int id : new int[] {HEAD, ANN}) {
            assertThat(world.node(id).drops(DropReason.WRONG_INCARNATION)).isEqualTo(1);
        }
        assertThat(world.node(HEAD).repairHead().cumAck()).isZero();
        session.send(Session.messages(3, 1_000));
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldEvictAndRefetchWhatAReceiverCouldNotOpen() {
        begun();
        mallory.data(HEAD, 1);
        world.fate((packet, to) -> to == ANN && packet.is(MessageType.ODATA) ? World.LOST : World.DELAY_NS);

        session.send(Session.messages(3, 1_000));
        session.finish();

        session.assertEveryReceiverHasAll();
        assertThat(world.sent(ANN, MessageType.NACK)).anySatisfy(
                p -> assertThat(p.as(new NackMessage()).badCount()).isEqualTo(1));
        assertThat(world.sent(HEAD, MessageType.NACK)).isNotEmpty();
        assertThat(world.node(ANN).events(Unrecoverable.class)).isEmpty();
    }

    /** Who could put a false INNER into the store once must not do it again when it is fetched, and have the child blamed for it. */
    @Test
    void shouldTakeWhatIsFetchedAgainFromTheParentAloneOnly() {
        begun();
        mallory.data(HEAD, 1);
        world.fate((packet, to) -> (packet.from() == HEAD && packet.is(MessageType.NACK))
                || (to == ANN && packet.is(MessageType.ODATA)) ? World.LOST : World.DELAY_NS);
        session.send(Session.messages(3, 1_000));
        world.run(20 * MS);
        assertThat(world.sent(HEAD, MessageType.NACK)).isNotEmpty();

        mallory.data(HEAD, 1);
        mallory.repairOnRegion(SENDER, HEAD, 0, 1);

        assertThat(world.node(HEAD).drops(DropReason.DUPLICATE)).isGreaterThanOrEqualTo(2);
        world.heal();
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    /** Each level holds the same false INNER, so only the sender's copy can heal them. */
    @Test
    void shouldHealTwoLevelsThatHoldTheSameFalsePacket() {
        begun();
        mallory.data(HEAD, 1);
        mallory.data(BELOW, 1);
        world.fate((packet, to) -> to == BOB && packet.is(MessageType.ODATA) && packet.sequence() == 1
                ? World.LOST
                : World.DELAY_NS);

        session.send(Session.messages(500, 1_000));
        world.runUntil("healed", 200 * MS, () -> world.node(BOB).delivered().size() == 500);

        assertThat(chargesOf(BOB, BELOW)).isZero();
        assertThat(chargesOf(BELOW, HEAD)).isZero();
        session.finish();
        session.assertEveryReceiverHasAll();
    }

    @Test
    void shouldHealTwoLevelsAlthoughComplaintsAndAnswersAreLost() {
        begun();
        mallory.data(HEAD, 1);
        mallory.data(BELOW, 1);
        int[] lost = new int[2];
        world.fate((packet, to) -> {
            boolean gone = (to == BOB && packet.is(MessageType.ODATA) && packet.sequence() == 1)
                    || (packet.from() == BELOW && packet.is(MessageType.NACK) && lost[0]++ < 2)
                    || (packet.from() == SENDER && packet.is(MessageType.RDATA) && lost[1]++ < 2);
            return gone ? World.LOST : World.DELAY_NS;
        });

        session.send(Session.messages(20, 1_000));
        session.finish();

        session.assertEveryReceiverHasAll();
    }

    /** What heals one child must reach all that were poisoned alike, each under its own pair key. */
    @Test
    void shouldHealEveryRepairHeadBelowAPoisonedOne() {
        World wide = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).repairHead(BELOW, HEAD)
                .repairHead(BESIDE, HEAD).receiver(ANN, BESIDE).receiver(BOB, BELOW);
        Session all = new Session(wide);
        Insider member = new Insider(wide);
        wide.startAll();
        all.bindAll();
        wide.run(50 * MS);
        for (int head : new int[] {HEAD, BELOW, BESIDE}) {
            member.data(head, 1);
        }
        wide.fate((packet, to) -> to >= ANN && packet.is(MessageType.ODATA) && packet.sequence() == 1
                ? World.LOST
                : World.DELAY_NS);

        all.send(Session.messages(500, 1_000));
        wide.runUntil("healed", 200 * MS,
                () -> wide.node(ANN).delivered().size() == 500 && wide.node(BOB).delivered().size() == 500);
        all.finish();
        all.assertEveryReceiverHasAll();
    }

    /** A liar uses up its own budget, at its own parent; nobody beside it or above it pays. */
    @Test
    void shouldStillBelieveTheSiblingsOfALiar() {
        World pair = new World(ProtocolConfig.lan()).sender(SENDER).repairHead(HEAD, SENDER).repairHead(BELOW, HEAD)
                .receiver(ANN, BELOW).receiver(BOB, BELOW);
        Session both = new Session(pair);
        Insider member = new Insider(pair);
        pair.startAll();
        both.bindAll();
        both.send(Session.messages(200, 1_000));
        pair.run(100 * MS);
        byte[][] digests = digestsOfData(pair);
        pair.crash(ANN);
        for (int s = 1; s < digests.length; s++) {
            NackMessage lie = new NackMessage();
            lie.addBad(s, digests[s], 0);
            member.up(ANN, BELOW, lie);
        }
        pair.run(50 * MS);
        assertThat(pair.node(BELOW).repairHead().region().children().settled(ANN).credibility().charge(pair.nowNs()))
                .isFalse();

        long next = digests.length;
        member.data(HEAD, next);
        member.data(BELOW, next);
        pair.fate((packet, to) -> to == BOB && packet.is(MessageType.ODATA) && packet.sequence() == next
                ? World.LOST
                : World.DELAY_NS);
        both.send(Session.messages(20, 1_000));
        pair.runUntil("healed", 200 * MS, () -> pair.node(BOB).delivered().size() == 220);
    }

    /** The refetched INNER is the same, so who called it bad lied, and is not believed for ever. */
    @Test
    void shouldStopRefetchingForAChildThatCallsGoodPacketsBad() {
        begun();
        session.send(Session.messages(200, 1_000));
        world.run(100 * MS);
        byte[][] digests = digestsOfData(world);
        world.crash(ANN);
        world.forgetSent();

        for (int s = 1; s < digests.length; s++) {
            NackMessage lie = new NackMessage();
            lie.addBad(s, digests[s], 0);
            mallory.up(ANN, HEAD, lie);
            world.run(2 * MS);
        }

        assertThat(world.sent(HEAD, MessageType.NACK)).hasSizeBetween(1, 16);
        session.finish();
        session.assertHasAll(world.node(BOB));
    }

    /** A child can write any address on its Nacks, and must not turn its parent on whoever is there. */
    @Test
    void shouldNotSendRepairsWhereAChildOnlyClaimsToBe() {
        begun();
        session.send(Session.messages(1_000, 1_300));
        world.run(500 * MS);
        world.crash(ANN);
        world.forgetSent();
        NackMessage everything = new NackMessage();
        everything.addRange(1, 100_000);

        mallory.upFrom(new Endpoint(0, 0xffff_0102_0304L, 53), ANN, HEAD, everything);
        world.run(20 * MS);

        assertThat(world.node(HEAD).count(CounterId.NACKS_RECEIVED)).isEqualTo(1);
        assertThat(world.sent(HEAD, MessageType.RDATA)).allMatch(p -> !p.isUnicast() || p.to() == ANN);
        int bytes = world.sent().stream().filter(p -> p.from() == HEAD && p.destination() == Destination.UNICAST
                && p.to() != ANN && p.to() != BELOW && p.to() != SENDER).mapToInt(p -> p.bytes().length).sum();
        assertThat(bytes).isLessThan(200);
    }

    /** One child that asks for everything all the time gets a share, and its neighbours theirs. */
    @Test
    void shouldNotLetOneChildHaveAllRepairs() {
        begun();
        session.send(Session.messages(2_000, 1_300));
        world.run(500 * MS);
        world.crash(ANN);
        world.forgetSent();
        NackMessage everything = new NackMessage();
        everything.addRange(1, 100_000);

        for (int i = 0; i < 20; i++) {
            mallory.up(ANN, HEAD, everything);
            world.run(10 * MS);
        }

        long bytes = world.sent(HEAD, MessageType.RDATA).stream().mapToLong(p -> p.bytes().length).sum();
        ProtocolConfig config = ProtocolConfig.lan();
        assertThat(bytes)
                .isLessThan((config.childRepairBurstBytes() + config.childRepairBytesPerSecond() / 5) * 11L / 10);
    }

    @Test
    void shouldKeepTheFlowOfOthersWhenOneChildClaimsRoomForEverything() {
        begun();
        world.crash(ANN);
        mallory.up(ANN, HEAD, new TrackMessage().cumAck(0).subtreeCumAck(Long.MAX_VALUE)
                .highestAllowed(Long.MAX_VALUE).subtreeConfirmed(Long.MAX_VALUE).receiverCount(Integer.MAX_VALUE)
                .completeCount(Integer.MAX_VALUE).failureCount(Integer.MAX_VALUE));
        world.run(50 * MS);

        assertThat(world.node(SENDER).sender().highestAllowed()).isLessThanOrEqualTo(2 * WINDOW);
        session.send(Session.messages(5_000, 1_000));
        session.finish();
        session.assertHasAll(world.node(BOB));
    }

    private void begun() {
        world.startAll();
        session.bindAll();
        world.run(50 * MS);
    }

    private int chargesOf(int child, int parent) {
        return world.node(parent).repairHead().region().children().settled(child).credibility().charges();
    }

    private static byte[][] digestsOfData(World world) {
        byte[][] digests = new byte[(int) world.node(SENDER).sender().lastSent() + 1][];
        world.sent(SENDER, MessageType.ODATA).forEach(p -> digests[(int) p.sequence()] = Insider.digest(p.inner()));
        return digests;
    }
}
