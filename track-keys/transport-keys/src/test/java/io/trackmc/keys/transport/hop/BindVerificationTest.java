package io.trackmc.keys.transport.hop;

import static io.trackmc.keys.transport.TestGroup.RECEIVER;
import static io.trackmc.keys.transport.TestGroup.RECEIVER_B;
import static io.trackmc.keys.transport.TestGroup.RH;
import static io.trackmc.keys.transport.TestGroup.RH_B;
import static io.trackmc.keys.transport.TestGroup.SENDER;
import static io.trackmc.keys.transport.TestGroup.run;
import static io.trackmc.proto.protect.KeyClass.INTERIOR_PAIR;
import static io.trackmc.proto.protect.KeyClass.LEAF_PAIR;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.TestGroup;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopKeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Packets between nodes that have no relation yet: bind and advertise. */
class BindVerificationTest {

    private static final int ADDED = 77;

    private final TestGroup group = new TestGroup(0x55);
    private final NodeHopKeys sender = NodeHopKeysTest.keys(group, SENDER);
    private final NodeHopKeys rh = NodeHopKeysTest.keys(group, RH);
    private final NodeHopKeys rhB = NodeHopKeysTest.keys(group, RH_B);
    private final NodeHopKeys receiver = NodeHopKeysTest.keys(group, RECEIVER);
    private final NodeHopKeys receiverB = NodeHopKeysTest.keys(group, RECEIVER_B);

    @Test
    void shouldAcceptABindRequestAndItsAnswerBetweenLeafAndParent() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);
        assertThat(request(rh, RECEIVER, LEAF_PAIR, run(RECEIVER), request)).isNull();

        Packet reply = Packet.withoutInner().sealedBy(rh.downSealer(RECEIVER, LEAF_PAIR, run(RECEIVER)), rh);
        assertThat(reply(receiver, RH, run(RH), reply)).isNull();
    }

    @Test
    void shouldAcceptABindRequestAndItsAnswerBetweenRepairHeadAndSender() {
        Packet request = Packet.withoutInner().sealedBy(rh.bindRequestSealer(SENDER), rh);
        assertThat(request(sender, RH, INTERIOR_PAIR, run(RH), request)).isNull();

        Packet reply = Packet.withoutInner().sealedBy(sender.downSealer(RH, INTERIOR_PAIR, run(RH)), sender);
        assertThat(reply(rh, SENDER, run(SENDER), reply)).isNull();
    }

    @Test
    void shouldAcceptABindRequestAtABackupItWasGivenKeysFor() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH_B), receiver);

        assertThat(request(rhB, RECEIVER, LEAF_PAIR, run(RECEIVER), request)).isNull();
        assertThat(request(rh, RECEIVER, LEAF_PAIR, run(RECEIVER), request)).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldCountBindRequestsOnWhenAskedAgain() {
        Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);

        assertThat(Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver).counter()).isEqualTo(2);
    }

    @Test
    void shouldDropABindRequestWithAnotherSecondHalfOfTheIncarnation() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);

        assertThat(request(rh, RECEIVER, LEAF_PAIR, new Incarnation(run(RECEIVER).high(), 1), request))
                .isEqualTo(DropReason.BAD_ICV);
        assertThat(request(rh, RECEIVER, LEAF_PAIR, new Incarnation(1, run(RECEIVER).low()), request))
                .isEqualTo(DropReason.WRONG_INCARNATION);
    }

    @Test
    void shouldDropABindRequestOfAStrangerOrOfAnUnlikelyChild() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);

        assertThat(request(rh, 77, LEAF_PAIR, run(77), request)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(request(rh, SENDER, INTERIOR_PAIR, run(SENDER), request)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(request(rh, RH, INTERIOR_PAIR, run(RH), request)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(request(rh, RECEIVER_B, LEAF_PAIR, run(RECEIVER), request)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
    }

    @Test
    void shouldTakeABindRequestOfAReceiverThatWasAddedSinceTheRosterWasMade() {
        NodeHopKeys added = new NodeHopKeys(group.added(ADDED, RH), run(ADDED));
        Packet request = Packet.withoutInner().sealedBy(added.bindRequestSealer(RH), added);

        assertThat(request(rh, ADDED, LEAF_PAIR, run(ADDED), request)).isNull();
        assertThat(Packet.withoutInner().sealedBy(added.upSealer(RH, run(RH)), added)
                .verifiedBy(rh.upVerifier(ADDED, LEAF_PAIR, run(ADDED)))).isNull();
        assertThat(Packet.withoutInner().sealedBy(rh.downSealer(ADDED, LEAF_PAIR, run(ADDED)), rh)
                .verifiedBy(added.downVerifier(RH, run(RH)))).isNull();
    }

    @Test
    void shouldHaveRoomForSoManyChildrenThatAreNotInTheRosterAndForThoseOfTheRosterAlways() {
        int present = 4; // and two sealers of its own, are as many as the roster's five and one more
        NodeHopKeys parent = new NodeHopKeys(group.bundle(RH), run(RH), 1);
        parent.dataSealer();
        parent.regionSealer();
        for (int added = ADDED; added < ADDED + present; added++) {
            assertThat(asked(parent, added)).isNull();
            parent.downSealer(added, LEAF_PAIR, run(added));
        }

        assertThat(asked(parent, ADDED + present)).isEqualTo(DropReason.NO_ROOM);
        assertThat(asked(parent, ADDED)).isNull();
        assertThat(request(parent, RECEIVER, LEAF_PAIR, run(RECEIVER),
                Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver))).isNull();
    }

    /** What becomes of a request of a receiver that was added to the group. */
    private @Nullable DropReason asked(NodeHopKeys parent, int added) {
        NodeHopKeys child = new NodeHopKeys(group.added(added, RH), run(added));
        return request(parent, added, LEAF_PAIR, run(added),
                Packet.withoutInner().sealedBy(child.bindRequestSealer(RH), child));
    }

    @Test
    void shouldDropABindRequestOfANodeThatWasGivenNoKeyForThisParent() {
        NodeHopKeys ofAnother = new NodeHopKeys(group.pretending(ADDED, RH, RECEIVER_B), run(ADDED));
        Packet request = Packet.withoutInner().sealedBy(ofAnother.bindRequestSealer(RH), ofAnother);

        assertThat(request(rh, ADDED, LEAF_PAIR, run(ADDED), request)).isEqualTo(DropReason.BAD_ICV);
        assertThat(request(rh, ADDED, INTERIOR_PAIR, run(ADDED), request)).isEqualTo(DropReason.WRONG_KEY_CLASS);
    }

    @Test
    void shouldDropABindRequestOfAClassThatTheRoleDoesNotCallFor() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);
        request.claiming(5, 1, request.spi(), RECEIVER, request.incarnation(), 1);

        assertThat(request(rh, RECEIVER, INTERIOR_PAIR, run(RECEIVER), request)).isEqualTo(DropReason.WRONG_KEY_CLASS);
        assertThat(request(rh, RECEIVER, LEAF_PAIR, run(RECEIVER), request)).isEqualTo(DropReason.WRONG_KEY_CLASS);
        assertThat(request(rh, RECEIVER, KeyClass.DATA, run(RECEIVER), request)).isEqualTo(DropReason.WRONG_KEY_CLASS);
    }

    @Test
    void shouldDropABindRequestOfAnUnknownEpochOrAlteredBody() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);
        request.claiming(4, 1, request.spi() + 1, RECEIVER, request.incarnation(), 1);
        assertThat(request(rh, RECEIVER, LEAF_PAIR, run(RECEIVER), request)).isEqualTo(DropReason.UNKNOWN_SPI);

        Packet altered = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);
        altered.bytes[Packet.OFFSET + Packet.OUTER_LENGTH - 1] ^= 1;
        assertThat(request(rh, RECEIVER, LEAF_PAIR, run(RECEIVER), altered)).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldNotTakeABindRequestForAPacketOfABoundChild() {
        Packet request = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);

        assertThat(request.verifiedBy(rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER)))).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldDropAReplyOfAnotherParentRunOrToAnotherRunOfThisNode() {
        Packet reply = Packet.withoutInner().sealedBy(rh.downSealer(RECEIVER, LEAF_PAIR, run(RECEIVER)), rh);
        NodeHopKeys restarted = new NodeHopKeys(group.bundle(RECEIVER), new Incarnation(0x9999, 1));

        assertThat(reply(receiver, RH_B, run(RH_B), reply)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(reply(receiver, SENDER, run(SENDER), reply)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(reply(receiver, RH, new Incarnation(run(RH).high(), 0), reply)).isEqualTo(DropReason.BAD_ICV);
        assertThat(reply(receiver, RH, new Incarnation(3, 3), reply)).isEqualTo(DropReason.WRONG_INCARNATION);
        assertThat(reply(restarted, RH, run(RH), reply)).isEqualTo(DropReason.BAD_ICV);
        assertThat(reply(receiverB, RH, run(RH), reply)).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldAcceptAnAdvertiseOfAParentWhoeverItIs() {
        for (NodeHopKeys parent : new NodeHopKeys[] {sender, rh, rhB}) {
            Packet hint = Packet.withoutInner().sealedBy(parent.dataSealer(), parent);
            assertThat(advertise(receiverB, parent.nodeId(), run(parent.nodeId()), hint)).isNull();
        }
    }

    @Test
    void shouldDropAnAdvertiseOfAStrangerOrReceiverOrOfAnotherRun() {
        Packet hint = Packet.withoutInner().sealedBy(rh.dataSealer(), rh);

        assertThat(advertise(receiver, 77, run(77), hint)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(advertise(receiver, RECEIVER_B, run(RECEIVER_B), hint)).isEqualTo(DropReason.UNKNOWN_ORIGIN);
        assertThat(advertise(receiver, RH, new Incarnation(run(RH).high(), 0), hint)).isEqualTo(DropReason.BAD_ICV);
        assertThat(advertise(receiver, RH, new Incarnation(0, 0), hint)).isEqualTo(DropReason.WRONG_INCARNATION);
    }

    private static @Nullable DropReason request(
            HopKeys parent, int child, KeyClass pairClass, Incarnation run, Packet packet) {
        return parent.verifyBindRequest(child, pairClass, run.high(), run.low(), packet.bytes, Packet.OFFSET,
                Packet.OUTER_LENGTH);
    }

    private static @Nullable DropReason reply(HopKeys child, int parent, Incarnation run, Packet packet) {
        return child.verifyBindReply(parent, run.high(), run.low(), packet.bytes, Packet.OFFSET, Packet.OUTER_LENGTH);
    }

    private static @Nullable DropReason advertise(HopKeys listener, int origin, Incarnation run, Packet packet) {
        return listener.verifyAdvertise(origin, run.high(), run.low(), packet.bytes, Packet.OFFSET,
                Packet.OUTER_LENGTH);
    }
}
