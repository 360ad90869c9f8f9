package io.trackmc.keys.transport.hop;

import static io.trackmc.keys.transport.TestGroup.RECEIVER;
import static io.trackmc.keys.transport.TestGroup.RH;
import static io.trackmc.keys.transport.TestGroup.SENDER;
import static io.trackmc.keys.transport.TestGroup.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.TestGroup;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.keys.transport.msa.TransportEpoch;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopSealer;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import java.util.List;
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
    void shouldAskAParentUnderTheNextEpochBeforeItIsInUseAndCountOnFromThere() {
        receiver.keyRing().install(group.epoch(2));
        Packet now = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);
        Packet ahead = Packet.withoutInner().sealedBy(receiver.bindRequestSealerAhead(RH), receiver);
        Packet again = Packet.withoutInner().sealedBy(receiver.bindRequestSealerAhead(RH), receiver);
        assertThat(List.of(now.spi(), ahead.spi(), again.spi()))
                .containsExactly(TestGroup.SPI + 1, TestGroup.SPI + 2, TestGroup.SPI + 2);
        assertThat(List.of(now.counter(), ahead.counter(), again.counter())).containsExactly(1L, 1L, 2L);

        receiver.keyRing().activate(2);
        receiver.keyRing().install(group.epoch(3));

        assertThat(Packet.withoutInner().sealedBy(receiver.bindRequestSealerAhead(RH), receiver).spi())
                .isEqualTo(TestGroup.SPI + 3);
        Packet then = Packet.withoutInner().sealedBy(receiver.bindRequestSealer(RH), receiver);
        assertThat(then.spi()).isEqualTo(TestGroup.SPI + 2);
        assertThat(then.counter()).as("no counter comes twice under one key").isEqualTo(3);
    }

    @Test
    void shouldAskUnderTheEpochInUseWhereThereIsNoNewer() {
        assertThat(receiver.bindRequestSealerAhead(RH)).isSameAs(receiver.bindRequestSealer(RH));
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

    @Test
    void shouldUseTheRegionSecretThatCameWithAnEpochFromThatEpochOnAndTheOldOneBefore() {
        NodeHopKeys rh = new NodeHopKeys(group.bundle(RH, 1, 1), run(RH));
        HopSealer regionSealer = rh.regionSealer();
        HopVerifier regionVerifier = receiver.regionVerifier(RH, run(RH));
        Packet old = Packet.withoutInner().sealedBy(regionSealer, rh);
        install(rh, 2, 1);
        install(receiver, 2, 1);
        rh.keyRing().activate(2);
        receiver.keyRing().activate(2);

        assertThat(Packet.withoutInner().sealedBy(regionSealer, rh).verifiedBy(regionVerifier)).isNull();
        assertThat(old.verifiedBy(regionVerifier)).isNull();
        assertThat(old.verifiedBy(receiver.regionVerifier(RH, run(RH)))).isEqualTo(DropReason.REPLAYED);
    }

    @Test
    void shouldNotUnderstandARegionWhoseSecretIsNewerThanWhatIsHeld() {
        NodeHopKeys rh = new NodeHopKeys(group.bundle(RH, 1, 1), run(RH));
        install(rh, 2, 1);
        rh.keyRing().activate(2);
        receiver.keyRing().install(group.epoch(2));

        assertThat(Packet.withoutInner().sealedBy(rh.regionSealer(), rh)
                .verifiedBy(receiver.regionVerifier(RH, run(RH)))).isEqualTo(DropReason.BAD_ICV);
    }

    @Test
    void shouldKeepTheSecretsOfThreeEpochsApart() {
        NodeHopKeys rh = new NodeHopKeys(group.bundle(RH, 1, 1), run(RH));
        HopSealer regionSealer = rh.regionSealer();
        HopVerifier regionVerifier = receiver.regionVerifier(RH, run(RH));
        for (int epoch = 2; epoch < 9; epoch++) {
            Packet before = Packet.withoutInner().sealedBy(regionSealer, rh);
            install(rh, epoch, epoch);
            install(receiver, epoch, epoch);
            rh.keyRing().activate(epoch);
            Packet now = Packet.withoutInner().sealedBy(regionSealer, rh);
            assertThat(before.verifiedBy(regionVerifier)).isNull();
            assertThat(now.verifiedBy(regionVerifier)).isNull();
            receiver.keyRing().activate(epoch);
        }
    }

    @Test
    void shouldRenewTheInteriorSecretWithItsEpoch() {
        NodeHopKeys rh = new NodeHopKeys(group.bundle(RH, 1, 1), run(RH));
        HopSealer pairSealer = sender.downSealer(RH, KeyClass.INTERIOR_PAIR, run(RH));
        HopVerifier pairVerifier = rh.downVerifier(SENDER, run(SENDER));
        Packet old = Packet.withoutInner().sealedBy(pairSealer, sender);
        sender.install(group.epoch(2), new TestGroup(7).bundle(RH).interiorSecret(), List.of());
        rh.install(group.epoch(2), new TestGroup(7).bundle(RH).interiorSecret(), List.of());
        sender.keyRing().activate(2);

        assertThat(old.verifiedBy(pairVerifier)).isNull();
        assertThat(Packet.withoutInner().sealedBy(pairSealer, sender).verifiedBy(pairVerifier)).isNull();
    }

    @Test
    void shouldEraseTheSecretsOfAnEpochWhenItIsRetiredAndNotBefore() {
        TransportBundle bundle = group.bundle(RH, 1, 1);
        NodeHopKeys rh = new NodeHopKeys(bundle, run(RH));
        RegionSecret first = bundle.ownRegion().secret();
        install(rh, 2, 1);
        rh.keyRing().activate(2);
        assertThat(first.isDestroyed()).isFalse();

        rh.keyRing().retirePrevious();

        assertThat(first.isDestroyed()).isTrue();
        assertThat(bundle.epochs().getFirst().key().isDestroyed()).isTrue();
    }

    @Test
    void shouldEraseWhatRekeysBroughtAtTheEndAndLeaveTheRestOfTheBundle() {
        TransportBundle bundle = group.bundle(RH, 1, 1);
        NodeHopKeys rh = new NodeHopKeys(bundle, run(RH));
        TransportEpoch brought = group.epoch(2);
        RegionSecret secret = new TestGroup(1001).bundle(RH).ownRegion().secret();
        rh.install(brought, null, List.of(new RenewedRegion(1, secret)));

        rh.destroy();

        assertThat(brought.key().isDestroyed()).isTrue();
        assertThat(secret.isDestroyed()).isTrue();
        assertThat(bundle.epochs().getFirst().key().isDestroyed()).isFalse();
        assertThat(bundle.ownRegion().secret().isDestroyed()).isFalse();
    }

    @Test
    void shouldGoOnInTheNextRunWithWhatRekeysHaveBrought() {
        install(receiver, 2, 1);
        receiver.keyRing().activate(2);
        NodeHopKeys rh = new NodeHopKeys(group.bundle(RH, 1, 1), run(RH));
        install(rh, 2, 1);
        rh.keyRing().activate(2);

        NodeHopKeys next = receiver.nextRun(new Incarnation(0x9999, 1));

        assertThat(next.transportEpoch()).isEqualTo(2);
        assertThat(Packet.withoutInner().sealedBy(rh.regionSealer(), rh)
                .verifiedBy(next.regionVerifier(RH, run(RH)))).isNull();
        install(receiver, 3, 2); // where the rekeys of a node are installed stays the same
        assertThat(next.transportEpoch()).isEqualTo(3);
    }

    /** With a secret of region 1 that follows from {@code seed}. */
    private void install(NodeHopKeys keys, int epoch, int seed) {
        RegionSecret secret = new TestGroup(1000 + seed).bundle(RH).ownRegion().secret();
        keys.install(group.epoch(epoch), null, List.of(new RenewedRegion(1, secret), new RenewedRegion(77, secret)));
    }
}
