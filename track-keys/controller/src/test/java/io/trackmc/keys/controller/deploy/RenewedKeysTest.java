package io.trackmc.keys.controller.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.trackmc.keys.controller.plan.DefaultLayout;
import io.trackmc.keys.controller.plan.DeploymentPlan;
import io.trackmc.keys.controller.plan.PlannedNode;
import io.trackmc.keys.controller.tree.Rekey;
import io.trackmc.keys.controller.tree.RekeyReason;
import io.trackmc.keys.controller.tree.RekeyTerms;
import io.trackmc.keys.transport.bundle.TransportBundle;
import io.trackmc.keys.transport.bundle.TransportBundleFile;
import io.trackmc.keys.transport.hop.NodeHopKeys;
import io.trackmc.keys.transport.rekey.LayerRekeys;
import io.trackmc.keys.transport.rekey.TransportRekeys;
import io.trackmc.proto.protect.Incarnation;
import io.trackmc.proto.protect.KeyUpdates;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A running node that is given its bundle anew goes on from there by itself. */
class RenewedKeysTest {

    private static final DeploymentPlan PLAN = DeploymentPlan.of("test", "239.1.2.3", 4000, DefaultLayout.of(1, 2));
    private static final int TOO_MANY = KeyUpdates.KEPT_REKEYS + 4;
    private static final int REGION = 1;

    private final DeploymentKeys keys = DeploymentKeys.generate(PLAN, new SecureRandom());
    private final PlannedNode node = PLAN.node("receiver-1");
    private NodeHopKeys hopKeys;
    private LayerRekeys rekeys;

    @BeforeEach
    void start() {
        TransportBundle first = bundle(keys);
        hopKeys = new NodeHopKeys(first, new Incarnation(1, 1));
        rekeys = TransportRekeys.of(first, hopKeys);
    }

    @AfterEach
    void erase() {
        keys.destroy();
    }

    @Test
    void itFollowsTheNextRekeyFromThePlaceThatItWasGiven() {
        missTooMany();

        assertThat(TransportRekeys.renew(rekeys, hopKeys, bundle(keys))).isEqualTo(1 + TOO_MANY);
        assertThat(rekeys.applied()).isEqualTo(TOO_MANY);
        assertThat(hopKeys.keyRing().current().epoch()).isOne();
        assertThat(rekeys.pending()).isNotNull();
        rekeys.activate();
        follow(rekey());

        assertThat(rekeys.applied()).isEqualTo(TOO_MANY + 1);
        assertThat(hopKeys.keyRing().newest().key()).isEqualTo(keys.transport().epoch().key());
    }

    @Test
    void aBundleFromBeforeChangesNothingAndIsErased() {
        TransportBundle old = bundle(keys);
        follow(rekey());

        assertThat(TransportRekeys.renew(rekeys, hopKeys, old)).isZero();

        assertThat(rekeys.applied()).isOne();
        assertThat(old.epochs().getFirst().key().isDestroyed()).isTrue();
        assertThat(hopKeys.keyRing().newest().key().isDestroyed()).isFalse();
    }

    @Test
    void whatItHadHeardOfLaterRekeysIsTakenInAnewWithTheKeysOfNow() {
        missTooMany();
        TransportBundle given = bundle(keys);
        Rekey next = rekey();
        TransportRekeys.renew(rekeys, hopKeys, given);
        rekeys.activate();

        assertThat(rekeys.newest()).isEqualTo(TOO_MANY);
        follow(next);

        assertThat(rekeys.applied()).isEqualTo(TOO_MANY + 1);
    }

    @Test
    void aBundleOfAnotherAuthorityIsRefusedAndChangesNothing() {
        DeploymentKeys others = DeploymentKeys.generate(PLAN, new SecureRandom());
        others.transport().rekey(terms(), null);

        assertThatIllegalArgumentException().isThrownBy(
                () -> TransportRekeys.renew(rekeys, hopKeys, bundle(others)));

        assertThat(rekeys.applied()).isZero();
        assertThat(hopKeys.keyRing().newest().epoch()).isOne();
        others.destroy();
    }

    private void missTooMany() {
        for (int i = 0; i < TOO_MANY; i++) {
            keys.transport().compromise(REGION);
            rekey();
        }
    }

    private Rekey rekey() {
        return keys.transport().rekey(terms(), null);
    }

    private void follow(Rekey rekey) {
        assertThat(rekeys.header(rekey.header(), 0, rekey.header().length)).isNull();
        for (int part = 1; part <= rekey.chunkCount(); part++) {
            assertThat(rekeys.chunk(rekey.chunk(part), 0, rekey.chunk(part).length)).isNull();
        }
    }

    /** As it comes over the network. */
    private TransportBundle bundle(DeploymentKeys from) {
        TransportBundle made = from.transportBundle(node);
        byte[] bytes = new TransportBundleFile().encode(made);
        Bundles.forget(made);
        return new TransportBundleFile().decode("test", bytes);
    }

    private static RekeyTerms terms() {
        Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
        return RekeyTerms.of(RekeyReason.SCHEDULED, now, 0, 1_000, 1_000, now.plusSeconds(3_600));
    }
}
