package io.trackmc.keys.controller.pki;

import static org.assertj.core.api.Assertions.assertThat;

import io.trackmc.keys.transport.identity.RoleOid;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class KnownPathsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");
    private static final KnownPaths.Validity AN_HOUR = new KnownPaths.Validity(NOW, NOW.plusSeconds(3600));

    private final SecureRandom random = new SecureRandom();

    @Test
    void shouldKnowAPathOnlyWhileAllOfItIsValid() {
        KnownPaths known = new KnownPaths();
        KnownPaths.Path path = path("a");
        known.add(path, AN_HOUR);
        assertThat(known.isKnown(path, NOW)).isTrue();
        assertThat(known.isKnown(path, NOW.plusSeconds(3600))).isTrue();
        assertThat(known.isKnown(path, NOW.minusMillis(1))).isFalse();
        assertThat(known.isKnown(path, NOW.plusMillis(3_600_001))).isFalse();
        assertThat(known.isKnown(new KnownPaths.Path(List.of("a"), List.of("other anchor")), NOW)).isFalse();
    }

    @Test
    void shouldForgetThePathThatWasNotAskedForTheLongest() {
        KnownPaths known = new KnownPaths();
        for (int i = 0; i < KnownPaths.MAX_PATHS; i++) {
            known.add(path("path " + i), AN_HOUR);
        }
        assertThat(known.isKnown(path("path 0"), NOW)).isTrue();
        known.add(path("one more"), AN_HOUR);
        assertThat(known.size()).isEqualTo(KnownPaths.MAX_PATHS);
        assertThat(known.isKnown(path("path 0"), NOW)).isTrue();
        assertThat(known.isKnown(path("path 1"), NOW)).isFalse();
    }

    @Test
    void shouldBelieveAChainNoLongerThanItsCertificatesLast() {
        CertificateAuthority ca = CertificateAuthority.create("ca", "acme", NOW, random);
        CertificateAuthority other = CertificateAuthority.create("ca", "acme", NOW, random);
        List<NodeCertificate> chain = NodeCertificate.readAll("r",
                ca.issuePem("receiver-1", RoleOid.RECEIVER, KeyPair.generate(random), NOW));
        ChainRules rules = new ChainRules(new TrustAnchors(List.of(), List.of(ca.certificate())));
        Instant last = NOW.plus(CertificateAuthority.NODE_VALIDITY).minus(Duration.ofDays(1));
        for (int again = 0; again < 2; again++) {
            assertThat(rules.isTrusted(chain, NOW)).isTrue();
            assertThat(rules.isTrusted(chain, last)).isTrue();
            assertThat(rules.isTrusted(chain, last.plus(Duration.ofDays(2)))).isFalse();
            assertThat(rules.isTrusted(chain, NOW.minus(Duration.ofDays(2)))).isFalse();
            assertThat(new ChainRules(new TrustAnchors(List.of(), List.of(other.certificate()))).isTrusted(chain, NOW))
                    .isFalse();
        }
    }

    private static KnownPaths.Path path(String name) {
        return new KnownPaths.Path(List.of(name), List.of("anchor"));
    }
}
