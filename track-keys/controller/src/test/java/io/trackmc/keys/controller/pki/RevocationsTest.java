package io.trackmc.keys.controller.pki;

import static io.trackmc.keys.controller.pki.TestCa.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.identity.RoleOid;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RevocationsTest {

    private static final Duration MAX_STALE = Duration.ofHours(24);

    private final CertificateAuthority authority = CertificateAuthority.create("Subscriber CA", "p", NOW,
            new SecureRandom());
    private final NodeCertificate good = issue("good");
    private final NodeCertificate bad = issue("bad");
    private final byte[] list = authority.revocationList(Set.of(bad.serial()), NOW, NOW.plus(MAX_STALE));
    private final Revocations revocations = new Revocations(
            List.of(RevocationList.read("f", list, authority.certificate())), MAX_STALE);

    @Test
    void shouldRefuseARevokedNewcomer() {
        assertThatCode(() -> revocations.checkNewcomer(good, NOW)).doesNotThrowAnyException();
        assertRefused(Refusal.REVOKED, bad, NOW);
        assertThat(revocations.isRevoked(bad)).isTrue();
        assertThat(revocations.isRevoked(good)).isFalse();
    }

    @Test
    void shouldRefuseNewcomersButNoMembersWhenTheListIsStale() {
        Instant justInTime = NOW.plus(MAX_STALE);
        assertThatCode(() -> revocations.checkNewcomer(good, justInTime)).doesNotThrowAnyException();
        assertRefused(Refusal.STALE_REVOCATION_LIST, good, justInTime.plusMillis(1));
        assertRefused(Refusal.STALE_REVOCATION_LIST, good, NOW.minus(Duration.ofDays(1)));
        assertThat(revocations.isRevoked(good)).as("a running member is asked only this").isFalse();
    }

    @Test
    void shouldWantAListOfTheVeryIssuer() {
        NodeCertificate other = TestCa.root("other").issue("O=x,CN=y", RoleOid.RECEIVER);
        assertRefused(Refusal.STALE_REVOCATION_LIST, other, NOW);
        assertThatCode(() -> Revocations.none().checkNewcomer(other, NOW)).doesNotThrowAnyException();
    }

    @Test
    void shouldRefuseAListThatIsNotTheIssuers() {
        CertificateAuthority posing = CertificateAuthority.create("Subscriber CA", "p", NOW, new SecureRandom());
        byte[] forged = posing.revocationList(Set.of(), NOW, NOW.plus(MAX_STALE));
        assertThatThrownBy(() -> RevocationList.read("f", forged, authority.certificate()))
                .isInstanceOf(DeploymentException.class).hasMessageContaining("not signed by");
        assertThatThrownBy(() -> RevocationList.read("f", new byte[] {1, 2}, authority.certificate()))
                .isInstanceOf(DeploymentException.class);
    }

    private NodeCertificate issue(String name) {
        KeyPair keys = KeyPair.generate(new SecureRandom());
        return NodeCertificate.read("f", authority.issuePem(name, RoleOid.RECEIVER, keys, NOW));
    }

    private void assertRefused(Refusal refusal, NodeCertificate certificate, Instant now) {
        assertThatThrownBy(() -> revocations.checkNewcomer(certificate, now)).isInstanceOf(AdmissionException.class)
                .extracting(e -> ((AdmissionException) e).refusal()).isEqualTo(refusal);
    }
}
