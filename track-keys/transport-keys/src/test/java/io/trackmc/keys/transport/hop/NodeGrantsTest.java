package io.trackmc.keys.transport.hop;

import static io.trackmc.keys.transport.TestGroup.RECEIVER;
import static io.trackmc.keys.transport.TestGroup.RECEIVER_B;
import static io.trackmc.keys.transport.TestGroup.RH;
import static io.trackmc.keys.transport.TestGroup.RH_B;
import static io.trackmc.keys.transport.TestGroup.SENDER;
import static io.trackmc.keys.transport.TestGroup.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.TestGroup;
import io.trackmc.keys.transport.key.RegionSecret;
import io.trackmc.keys.transport.key.RenewedRegion;
import io.trackmc.proto.event.DropReason;
import io.trackmc.proto.protect.HopVerifier;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyClass;
import io.trackmc.proto.protect.RegionGrants;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The key of a region goes over to a child of another tenant: receiver-1 is at home at rh-1, and rh-2 is another tenant's. */
class NodeGrantsTest {

    private static final int WRAP = 40;

    private final TestGroup group = new TestGroup(0x77);
    private final NodeHopKeys head = new NodeHopKeys(group.bundle(RH_B), run(RH_B));
    private final NodeHopKeys child = new NodeHopKeys(group.apart(RECEIVER, RH_B), run(RECEIVER));
    private final RegionGrants giving = head.regionGrants();
    private final RegionGrants taking = child.regionGrants();
    private final HopVerifier heard = child.regionVerifier(RH_B, run(RH_B));

    @Test
    void shouldHearTheRegionOfAnotherTenantOnlyWithTheKeyThatItsHeadHasGiven() {
        assertThat(taking.lacks(RH_B)).isTrue();
        assertThat(taking.newestHeld(RH_B)).isZero();
        assertThat(taking.holds(RH_B, TestGroup.SPI + 1)).isFalse();
        assertThat(fromTheRegion().verifiedBy(heard)).isEqualTo(DropReason.NO_REGION_KEY);

        give(1);

        assertThat(taking.lacks(RH_B)).isFalse();
        assertThat(taking.newestHeld(RH_B)).isEqualTo(1);
        assertThat(taking.holds(RH_B, TestGroup.SPI + 1)).isTrue();
        assertThat(fromTheRegion().verifiedBy(heard)).isNull();
    }

    @Test
    void shouldLackNothingOfAParentOfItsOwnTenant() {
        assertThat(taking.lacks(RH)).isFalse();
        assertThat(taking.newestHeld(RH)).isEqualTo(1);
        child.keyRing().install(group.epoch(2));
        assertThat(taking.newestHeld(RH)).isEqualTo(2);
    }

    @Test
    void shouldLackTheKeyOfEachEpochAnew() {
        give(1);
        child.keyRing().install(group.epoch(2));
        assertThat(taking.lacks(RH_B)).isTrue();
        assertThat(taking.newestHeld(RH_B)).isEqualTo(1);
        assertThat(giving.offered(1)).as("the head does not have the next epoch").isZero();

        head.keyRing().install(group.epoch(2));
        assertThat(giving.offered(1)).isEqualTo(2);
        give(2);
        head.keyRing().activate(2);
        child.keyRing().activate(2);

        assertThat(fromTheRegion().verifiedBy(heard)).isNull();
        assertThat(giving.offered(0)).isEqualTo(2);
    }

    @Test
    void shouldGiveWhatARekeyHasMadeOfTheSecret() {
        head.install(group.epoch(2), null, List.of(new RenewedRegion(2, RegionSecret.generate(new SecureRandom()))));
        child.install(group.epoch(2), null, List.of(new RenewedRegion(2, RegionSecret.generate(new SecureRandom()))));
        assertThat(child.holdsRegion(2)).as("rekeys bring it nothing of that region").isFalse();
        give(1);
        give(2);
        head.keyRing().activate(2);
        child.keyRing().activate(2);

        assertThat(fromTheRegion().verifiedBy(heard)).isNull();
    }

    @Test
    void shouldBeOfNoUseInAnotherEpoch() {
        head.keyRing().install(group.epoch(2));
        child.keyRing().install(group.epoch(2));
        byte[] wrap = wrapped(1);

        taking.take(RH_B, run(RH_B), 2, wrap, 0);

        assertThat(taking.newestHeld(RH_B)).isZero();
    }

    @Test
    void shouldNotBeTakenBeforeTheEpochIsInstalled() {
        head.keyRing().install(group.epoch(2));
        byte[] wrap = wrapped(2);

        taking.take(RH_B, run(RH_B), 2, wrap, 0);
        child.keyRing().install(group.epoch(2));
        assertThat(taking.newestHeld(RH_B)).isZero();

        taking.take(RH_B, run(RH_B), 2, wrap, 0);
        assertThat(taking.newestHeld(RH_B)).isEqualTo(2);
    }

    @Test
    void shouldOpenForNoOtherChildAndNoOtherRun() {
        byte[] wrap = wrapped(1);
        NodeHopKeys later = new NodeHopKeys(group.apart(RECEIVER, RH_B), new Incarnation(0x9999, 1));
        NodeHopKeys sibling = new NodeHopKeys(group.apart(RECEIVER_B, RH), run(RECEIVER_B));

        later.regionGrants().take(RH_B, run(RH_B), 1, wrap, 0);
        sibling.regionGrants().take(RH, run(RH), 1, wrap, 0);
        taking.take(RH_B, new Incarnation(run(RH_B).high(), 0), 1, wrap, 0);

        assertThat(later.regionGrants().lacks(RH_B)).isTrue();
        assertThat(sibling.regionGrants().lacks(RH)).isTrue();
        assertThat(taking.lacks(RH_B)).as("another run of the head").isTrue();
    }

    @Test
    void shouldLeaveOutWhatWasAltered() {
        for (int i = 0; i < WRAP; i++) {
            byte[] wrap = wrapped(1);
            wrap[i] ^= 1;
            taking.take(RH_B, run(RH_B), 1, wrap, 0);
            assertThat(taking.lacks(RH_B)).isTrue();
        }
        give(1);
        assertThat(taking.lacks(RH_B)).isFalse();
    }

    @Test
    void shouldGiveTheSameBytesAgain() {
        assertThat(wrapped(1)).isEqualTo(wrapped(1));
    }

    @Test
    void shouldForgetItWithTheEpoch() {
        give(1);
        head.keyRing().install(group.epoch(2));
        child.keyRing().install(group.epoch(2));
        give(2);
        child.keyRing().activate(2);
        assertThat(taking.holds(RH_B, TestGroup.SPI + 1)).isTrue();

        child.keyRing().retirePrevious();

        assertThat(taking.holds(RH_B, TestGroup.SPI + 1)).isFalse();
        assertThat(taking.lacks(RH_B)).isFalse();
    }

    @Test
    void shouldKeepItOverTheNextRunOfTheNode() {
        give(1);

        NodeHopKeys next = child.nextRun(new Incarnation(0x9999, 1));

        assertThat(next.regionGrants().lacks(RH_B)).isFalse();
        assertThat(fromTheRegion().verifiedBy(next.regionVerifier(RH_B, run(RH_B)))).isNull();
    }

    @Test
    void shouldGiveARepairHeadTheKeyOfARegion() {
        NodeHopKeys sender = new NodeHopKeys(group.bundle(SENDER), run(SENDER));
        NodeHopKeys below = new NodeHopKeys(group.apart(RH, SENDER), run(RH));
        byte[] wrap = new byte[WRAP];
        sender.regionGrants().wrap(RH, KeyClass.INTERIOR_PAIR, run(RH), 1, wrap, 0);

        below.regionGrants().take(SENDER, run(SENDER), 1, wrap, 0);

        Packet packet = Packet.withoutInner().sealedBy(sender.regionSealer(), sender);
        assertThat(packet.verifiedBy(below.regionVerifier(SENDER, run(SENDER)))).isNull();
    }

    private Packet fromTheRegion() {
        return Packet.withoutInner().sealedBy(head.regionSealer(), head);
    }

    private void give(long epoch) {
        taking.take(RH_B, run(RH_B), epoch, wrapped(epoch), 0);
    }

    private byte[] wrapped(long epoch) {
        byte[] wrap = new byte[WRAP];
        giving.wrap(RECEIVER, KeyClass.LEAF_PAIR, run(RECEIVER), epoch, wrap, 0);
        return wrap;
    }
}
