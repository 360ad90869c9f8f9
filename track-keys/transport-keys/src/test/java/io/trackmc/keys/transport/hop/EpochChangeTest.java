package io.trackmc.keys.transport.hop;

import static io.trackmc.keys.transport.TestGroup.RECEIVER;
import static io.trackmc.keys.transport.TestGroup.RH;
import static io.trackmc.keys.transport.TestGroup.SENDER;
import static io.trackmc.keys.transport.TestGroup.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.TestGroup;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.KeyClass;
import org.junit.jupiter.api.Test;

/** Sealers and verifiers that live through a change of epochs. */
class EpochChangeTest {

    private final TestGroup group = new TestGroup(0x66);
    private final NodeHopKeys sender = new NodeHopKeys(group.bundle(SENDER, 1, 1), run(SENDER));
    private final NodeHopKeys receiver = new NodeHopKeys(group.bundle(RECEIVER, 1, 1), run(RECEIVER));
    private final HopSealer sealer = sender.dataSealer();
    private final HopVerifier verifier = receiver.dataVerifier(SENDER, run(SENDER));

    @Test
    void shouldUnderstandANewEpochOnlyOnceItIsInstalled() {
        sender.keyRing().install(group.epoch(2));
        sender.keyRing().activate(2);
        Packet packet = Packet.withoutInner().sealedBy(sealer, sender);
        assertThat(packet.spi()).isEqualTo(TestGroup.SPI + 2);
        assertThat(packet.verifiedBy(verifier)).isEqualTo(DropReason.UNKNOWN_SPI);

        receiver.keyRing().install(group.epoch(2));

        assertThat(packet.verifiedBy(verifier)).isNull();
        assertThat(receiver.transportEpoch()).isEqualTo(2);
    }

    @Test
    void shouldSealUnderTheOldEpochUntilTheNewOneIsActive() {
        sender.keyRing().install(group.epoch(2));

        assertThat(Packet.withoutInner().sealedBy(sealer, sender).spi()).isEqualTo(TestGroup.SPI + 1);
        assertThat(sender.transportEpoch()).isEqualTo(2);
    }

    @Test
    void shouldUnderstandTheOldEpochUntilItIsRetired() {
        Packet old = Packet.withoutInner().sealedBy(sealer, sender);
        Packet older = Packet.withoutInner().sealedBy(sealer, sender);
        receiver.keyRing().install(group.epoch(2));
        receiver.keyRing().activate(2);
        assertThat(old.verifiedBy(verifier)).isNull();

        receiver.keyRing().retirePrevious();

        assertThat(older.verifiedBy(verifier)).isEqualTo(DropReason.UNKNOWN_SPI);
    }

    @Test
    void shouldKeepTheReplayWindowOfAnEpochThatStays() {
        Packet packet = Packet.withoutInner().sealedBy(sealer, sender);
        assertThat(packet.verifiedBy(verifier)).isNull();

        receiver.keyRing().install(group.epoch(2));

        assertThat(packet.verifiedBy(verifier)).isEqualTo(DropReason.REPLAYED);
    }

    @Test
    void shouldCountFromOneInEachEpoch() {
        Packet.withoutInner().sealedBy(sealer, sender);
        sender.keyRing().install(group.epoch(2));
        assertThat(Packet.withoutInner().sealedBy(sealer, sender).counter()).isEqualTo(2);
        sender.keyRing().activate(2);

        Packet packet = Packet.withoutInner().sealedBy(sealer, sender);

        assertThat(packet.counter()).isEqualTo(1);
        receiver.keyRing().install(group.epoch(2));
        assertThat(packet.verifiedBy(verifier)).isNull();
    }

    @Test
    void shouldTellAndTakeTheFloorOfOneEpoch() {
        Packet old = Packet.withoutInner().sealedBy(sealer, sender);
        assertThat(sealer.counter()).isEqualTo(1);
        int oldSpi = sealer.spi();
        sender.keyRing().install(group.epoch(2));
        sender.keyRing().activate(2);
        receiver.keyRing().install(group.epoch(2));
        assertThat(sealer.spi()).isEqualTo(TestGroup.SPI + 2);
        assertThat(sealer.counter()).isZero();

        verifier.floor(oldSpi, 1);
        verifier.floor(TestGroup.SPI + 9, 1);
        verifier.floor(sealer.spi(), 0);

        assertThat(old.verifiedBy(verifier)).isEqualTo(DropReason.REPLAYED);
        assertThat(Packet.withoutInner().sealedBy(sealer, sender).verifiedBy(verifier)).isNull();
    }

    @Test
    void shouldNotAcceptAPacketOfOneEpochUnderTheSpiOfAnother() {
        receiver.keyRing().install(group.epoch(2));
        Packet packet = Packet.withoutInner().sealedBy(sealer, sender);
        packet.claiming(1, 0, TestGroup.SPI + 2, SENDER, packet.incarnation(), packet.counter());

        assertThat(packet.verifiedBy(verifier)).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldRenewEveryKeyClassByChangingTheGroupAuthKeyAlone() {
        NodeHopKeys rh = new NodeHopKeys(group.bundle(RH, 1, 1), run(RH));
        sender.keyRing().install(group.epoch(2));
        sender.keyRing().activate(2);
        rh.keyRing().install(group.epoch(2));

        assertThat(Packet.withoutInner().sealedBy(sender.regionSealer(), sender)
                .verifiedBy(rh.regionVerifier(SENDER, run(SENDER)))).isNull();
        assertThat(Packet.withoutInner().sealedBy(sender.downSealer(RH, KeyClass.INTERIOR_PAIR, run(RH)), sender)
                .verifiedBy(rh.downVerifier(SENDER, run(SENDER)))).isNull();
    }
}
