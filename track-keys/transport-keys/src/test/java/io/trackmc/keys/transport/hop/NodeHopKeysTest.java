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
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trackmc.keys.transport.TestGroup;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.Direction;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who can talk to whom, and everything that makes a packet a drop with its own reason. */
class NodeHopKeysTest {

    private final TestGroup group = new TestGroup(0x7FFF_0000_1234_5678L);
    private final NodeHopKeys sender = keys(group, SENDER);
    private final NodeHopKeys rh = keys(group, RH);
    private final NodeHopKeys rhB = keys(group, RH_B);
    private final NodeHopKeys receiver = keys(group, RECEIVER);
    private final NodeHopKeys receiverB = keys(group, RECEIVER_B);

    /** One sealer and the verifier meant for it, per key class. */
    enum Link {
        DATA(KeyClass.DATA, Direction.MULTICAST),
        REGION(KeyClass.REGION, Direction.MULTICAST),
        INTERIOR_REGION(KeyClass.INTERIOR_REGION, Direction.MULTICAST),
        LEAF_UP(LEAF_PAIR, Direction.UP),
        LEAF_DOWN(LEAF_PAIR, Direction.DOWN),
        INTERIOR_UP(INTERIOR_PAIR, Direction.UP),
        INTERIOR_DOWN(INTERIOR_PAIR, Direction.DOWN);

        final KeyClass keyClass;
        final Direction direction;

        Link(KeyClass keyClass, Direction direction) {
            this.keyClass = keyClass;
            this.direction = direction;
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAcceptWhatItsPeerSealed(Link link) {
        for (Packet packet : new Packet[] {Packet.withoutInner(), Packet.withInner()}) {
            packet.sealedBy(sealer(link), rh);

            assertThat(packet.verifiedBy(verifier(link))).isNull();
            assertThat(packet.classCode()).isEqualTo(link.keyClass.code());
            assertThat(packet.directionCode()).isEqualTo(link.direction.code());
        }
    }

    @Test
    void shouldChallengeWithAnotherNumberInEachRunOfEachParentAndEachTime() {
        NodeHopKeys nextRun = new NodeHopKeys(group.bundle(RH), new Incarnation(0x9999, 1));

        assertThat(new int[] {rh.challenge(2), rhB.challenge(1), sender.challenge(1), nextRun.challenge(1)})
                .doesNotContain(rh.challenge(1)).doesNotHaveDuplicates();
        assertThatIllegalStateException().isThrownBy(() -> receiver.challenge(1));
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountFromOneUnderEachKey(Link link) {
        assertThat(Packet.withoutInner().sealedBy(sealer(link), rh).counter()).isEqualTo(1);
        assertThat(Packet.withInner().sealedBy(sealer(link), rh).counter()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropWhatWasSealedForAnyOtherLink(Link link) {
        for (Link other : Link.values()) {
            Packet packet = Packet.withoutInner().sealedBy(sealer(other), rh);
            packet.claiming(link.keyClass.code(), link.direction.code(), packet.spi(), origin(link),
                    run(origin(link)).high(), packet.counter());
            if (other != link) {
                assertThat(packet.verifiedBy(verifier(link))).as("sealed for %s", other).isEqualTo(DropReason.BAD_ICV);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAnotherKeyClass(Link link) {
        Packet packet = Packet.withoutInner().sealedBy(sealer(link), rh);
        packet.claiming(packet.classCode() ^ 1, packet.directionCode(), packet.spi(), packet.origin(),
                packet.incarnation(), packet.counter());

        assertThat(packet.verifiedBy(verifier(link))).isEqualTo(DropReason.WRONG_KEY_CLASS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAnotherDirection(Link link) {
        Packet packet = Packet.withoutInner().sealedBy(sealer(link), rh);
        packet.claiming(packet.classCode(), packet.directionCode() ^ 3, packet.spi(), packet.origin(),
                packet.incarnation(), packet.counter());

        assertThat(packet.verifiedBy(verifier(link))).isEqualTo(DropReason.WRONG_KEY_CLASS);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAnotherOrigin(Link link) {
        Packet packet = Packet.withoutInner().sealedBy(sealer(link), rh);
        packet.claiming(packet.classCode(), packet.directionCode(), packet.spi(), packet.origin() + 1,
                packet.incarnation(), packet.counter());

        assertThat(packet.verifiedBy(verifier(link))).isEqualTo(DropReason.UNKNOWN_ORIGIN);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAnotherIncarnation(Link link) {
        Packet packet = Packet.withoutInner().sealedBy(sealer(link), rh);
        packet.claiming(packet.classCode(), packet.directionCode(), packet.spi(), packet.origin(),
                packet.incarnation() + 1, packet.counter());

        assertThat(packet.verifiedBy(verifier(link))).isEqualTo(DropReason.WRONG_INCARNATION);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAnUnknownSpi(Link link) {
        Packet packet = Packet.withoutInner().sealedBy(sealer(link), rh);
        packet.claiming(packet.classCode(), packet.directionCode(), packet.spi() + 1, packet.origin(),
                packet.incarnation(), packet.counter());

        assertThat(packet.verifiedBy(verifier(link))).isEqualTo(DropReason.UNKNOWN_SPI);
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAReplay(Link link) {
        Packet packet = Packet.withoutInner().sealedBy(sealer(link), rh);

        assertThat(packet.verifiedBy(verifier(link))).isNull();
        assertThat(packet.verifiedBy(verifier(link))).isEqualTo(DropReason.REPLAYED);
    }

    @Test
    void shouldLeaveDuplicatesOfPacketsWithInnerToTheirSequence() {
        Packet packet = Packet.withInner().sealedBy(sender.dataSealer(), sender);

        assertThat(packet.verifiedBy(receiver.dataVerifier(SENDER, run(SENDER)))).isNull();
        assertThat(packet.verifiedBy(receiver.dataVerifier(SENDER, run(SENDER)))).isNull();
    }

    @Test
    void shouldNotMoveTheReplayWindowForAForgedCounter() {
        HopVerifier verifier = receiver.dataVerifier(SENDER, run(SENDER));
        Packet forged = Packet.withoutInner().sealedBy(sender.dataSealer(), sender);
        forged.claiming(1, 0, forged.spi(), SENDER, forged.incarnation(), Long.MAX_VALUE);
        assertThat(forged.verifiedBy(verifier)).isEqualTo(DropReason.BAD_ICV);

        assertThat(Packet.withoutInner().sealedBy(sender.dataSealer(), sender).verifiedBy(verifier)).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void shouldDropAnyFlippedBit(Link link) {
        for (Packet packet : new Packet[] {Packet.withoutInner(), Packet.withInner()}) {
            packet.sealedBy(sealer(link), rh);
            for (int bit = 0; bit < packet.length * Byte.SIZE; bit++) {
                packet.bytes[Packet.OFFSET + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
                assertThat(packet.verifiedBy(verifier(link))).as("bit %d", bit).isNotNull();
                packet.bytes[Packet.OFFSET + bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
            }
            assertThat(packet.verifiedBy(verifier(link))).isNull();
        }
    }

    @Test
    void shouldDropAPacketOfAnotherGroupUnderTheSameSpi() {
        NodeHopKeys stranger = keys(new TestGroup(99), SENDER);
        Packet packet = Packet.withoutInner().sealedBy(stranger.dataSealer(), stranger);

        assertThat(packet.verifiedBy(receiver.dataVerifier(SENDER, run(SENDER)))).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldDropAPacketOfAnEarlierRunWithTheSameFirstHalf() {
        Incarnation otherHalf = new Incarnation(run(SENDER).high(), 42);
        NodeHopKeys earlier = new NodeHopKeys(group.bundle(SENDER), otherHalf);
        Packet packet = Packet.withoutInner().sealedBy(earlier.dataSealer(), earlier);

        assertThat(packet.verifiedBy(receiver.dataVerifier(SENDER, run(SENDER)))).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldDropAPacketForAnotherDestination() {
        Packet packet = Packet.withoutInner().sealedBy(rh.downSealer(RECEIVER, LEAF_PAIR, run(RECEIVER)), rh);

        assertThat(packet.verifiedBy(receiverB.downVerifier(RH, run(RH)))).isEqualTo(DropReason.BAD_ICV);
        assertThat(packet.verifiedBy(receiver.downVerifier(RH, run(RH)))).isNull();
    }

    @Test
    void shouldDropAPacketForAnEarlierRunOfTheDestination() {
        Incarnation before = new Incarnation(1, 1);
        Packet packet = Packet.withoutInner().sealedBy(rh.downSealer(RECEIVER, LEAF_PAIR, before), rh);

        assertThat(packet.verifiedBy(receiver.downVerifier(RH, run(RH)))).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldDropWhatASiblingForges() {
        Packet packet = Packet.withoutInner().sealedBy(receiverB.upSealer(RH, run(RH)), receiverB);
        packet.claiming(4, 1, packet.spi(), RECEIVER, run(RECEIVER).high(), 1);

        assertThat(packet.verifiedBy(rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER))))
                .isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldGoOnWithCountersAndWindowWhenTheSameTwoRunsBindAgain() {
        Packet old = Packet.withoutInner().sealedBy(receiver.upSealer(RH, run(RH)), receiver);
        assertThat(old.verifiedBy(rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER)))).isNull();

        assertThat(Packet.withoutInner().sealedBy(receiver.upSealer(RH, run(RH)), receiver).counter()).isEqualTo(2);
        assertThat(old.verifiedBy(rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER)))).isEqualTo(DropReason.REPLAYED);
    }

    @Test
    void shouldNotForgetTheNewestRunBecauseAnOlderOneWasAskedFor() {
        Packet packet = Packet.withoutInner().sealedBy(receiver.upSealer(RH, run(RH)), receiver);
        assertThat(packet.verifiedBy(rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER)))).isNull();

        HopVerifier older = rh.upVerifier(RECEIVER, LEAF_PAIR, new Incarnation(1, 1));

        assertThat(packet.verifiedBy(older)).isEqualTo(DropReason.WRONG_INCARNATION);
        assertThat(packet.verifiedBy(rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER))))
                .isEqualTo(DropReason.REPLAYED);
    }

    @Test
    void shouldRefuseHopsThatTheBundleGivesNoKeyFor() {
        assertThatIllegalArgumentException().isThrownBy(() -> receiverB.regionVerifier(RH_B, run(RH_B)));
        assertThatIllegalArgumentException().isThrownBy(() -> receiverB.bindRequestSealer(RH_B));
        assertThatIllegalArgumentException().isThrownBy(() -> receiver.dataVerifier(RH, run(RH)));
        assertThatIllegalArgumentException().isThrownBy(() -> rh.upVerifier(RECEIVER, INTERIOR_PAIR, run(RECEIVER)));
        assertThatIllegalArgumentException().isThrownBy(() -> rh.downSealer(77, INTERIOR_PAIR, run(77)));
        assertThatIllegalStateException().isThrownBy(receiver::regionSealer);
        assertThat(receiver.canBindTo(RH_B)).isTrue();
        assertThat(receiverB.canBindTo(RH_B)).isFalse();
    }

    @Test
    void shouldRefuseTheBindRequestOfAnEarlierRunOnceALaterOneWasAChild() {
        Incarnation earlier = new Incarnation(run(RECEIVER).high() - 1, 5);
        Packet captured = Packet.withoutInner()
                .sealedBy(new NodeHopKeys(group.bundle(RECEIVER), earlier).bindRequestSealer(RH), rh);
        assertThat(bindRequest(captured, earlier)).isNull();

        rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER));

        assertThat(bindRequest(captured, earlier)).isEqualTo(DropReason.WRONG_INCARNATION);
    }

    private DropReason bindRequest(Packet packet, Incarnation incarnation) {
        return rh.verifyBindRequest(RECEIVER, LEAF_PAIR, incarnation.high(), incarnation.low(), packet.bytes,
                Packet.OFFSET,
                Packet.OUTER_LENGTH);
    }

    @Test
    void shouldKnowTheClassOfItsPairs() {
        assertThat(receiver.pairClass()).isEqualTo(LEAF_PAIR);
        assertThat(rh.pairClass()).isEqualTo(INTERIOR_PAIR);
    }

    @Test
    void shouldNeitherSealNorVerifyOnceDestroyed() {
        HopSealer sealer = sender.dataSealer();
        HopVerifier verifier = receiver.dataVerifier(SENDER, run(SENDER));
        Packet packet = Packet.withoutInner().sealedBy(sealer, sender);
        sender.destroy();
        receiver.destroy();

        assertThatIllegalStateException().isThrownBy(() -> Packet.withoutInner().sealedBy(sealer, sender));
        assertThatIllegalStateException().isThrownBy(() -> packet.verifiedBy(verifier));
    }

    private HopSealer sealer(Link link) {
        return switch (link) {
            case DATA -> sender.dataSealer();
            case REGION -> rh.regionSealer();
            case INTERIOR_REGION -> sender.regionSealer();
            case LEAF_UP -> receiver.upSealer(RH, run(RH));
            case LEAF_DOWN -> rh.downSealer(RECEIVER, LEAF_PAIR, run(RECEIVER));
            case INTERIOR_UP -> rhB.upSealer(SENDER, run(SENDER));
            case INTERIOR_DOWN -> sender.downSealer(RH_B, INTERIOR_PAIR, run(RH_B));
        };
    }

    private HopVerifier verifier(Link link) {
        return switch (link) {
            case DATA -> receiver.dataVerifier(SENDER, run(SENDER));
            case REGION -> receiver.regionVerifier(RH, run(RH));
            case INTERIOR_REGION -> rhB.regionVerifier(SENDER, run(SENDER));
            case LEAF_UP -> rh.upVerifier(RECEIVER, LEAF_PAIR, run(RECEIVER));
            case LEAF_DOWN -> receiver.downVerifier(RH, run(RH));
            case INTERIOR_UP -> sender.upVerifier(RH_B, INTERIOR_PAIR, run(RH_B));
            case INTERIOR_DOWN -> rhB.downVerifier(SENDER, run(SENDER));
        };
    }

    private static int origin(Link link) {
        return switch (link) {
            case DATA, INTERIOR_REGION, INTERIOR_DOWN -> SENDER;
            case REGION, LEAF_DOWN -> RH;
            case LEAF_UP -> RECEIVER;
            case INTERIOR_UP -> RH_B;
        };
    }

    static NodeHopKeys keys(TestGroup group, int node) {
        return new NodeHopKeys(group.bundle(node), run(node));
    }

}
