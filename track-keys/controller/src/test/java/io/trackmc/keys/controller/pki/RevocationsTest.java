package io.trackmc.keys.controller.pki;

import static io.trackmc.keys.controller.pki.TestCa.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.identity.RoleOid;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.IssuingDistributionPoint;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcEdECContentSignerBuilder;
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

    @Test
    void shouldRefuseListsThatSayOnlyAPart() throws IOException {
        KeyPair keys = KeyPair.read("f", authority.privateKeyPem());
        X509v2CRLBuilder part = new X509v2CRLBuilder(authority.certificate().holder().getSubject(), Date.from(NOW));
        part.addExtension(Extension.issuingDistributionPoint, true, new IssuingDistributionPoint(null, true, false));
        X509v2CRLBuilder indirect = new X509v2CRLBuilder(authority.certificate().holder().getSubject(),
                Date.from(NOW));
        ExtensionsGenerator of = new ExtensionsGenerator();
        of.addExtension(Extension.certificateIssuer, true,
                new GeneralNames(new GeneralName(new X500Name("CN=another"))));
        indirect.addCRLEntry(BigInteger.ONE, Date.from(NOW), of.generate());
        for (X509v2CRLBuilder builder : List.of(part, indirect)) {
            byte[] der = sign(builder, keys);
            assertThatThrownBy(() -> RevocationList.read("f", der, authority.certificate()))
                    .isInstanceOf(DeploymentException.class).hasMessageContaining("critical extension");
        }
    }

    @Test
    void shouldRefuseWhoseCaWasRevoked() {
        TestCa company = TestCa.root("company");
        TestCa department = company.intermediate("department");
        NodeCertificate node = department.issue("O=company,CN=receiver-1", RoleOid.RECEIVER);
        List<NodeCertificate> chain = List.of(node, department.certificate(), company.certificate());
        TrustAnchors anchors = new TrustAnchors(List.of(), List.of(company.certificate()));
        List<RevocationList> clean = List.of(company.revocationList(), department.revocationList());
        ContentAdmission door = new ContentAdmission(anchors, new Revocations(clean, MAX_STALE));
        assertThat(door.admit(chain, NOW)).isInstanceOf(AdmittedReceiver.class);
        door.useRevocations(new Revocations(
                List.of(company.revocationList(department.certificate()), department.revocationList()), MAX_STALE));
        assertThatThrownBy(() -> door.admit(chain, NOW)).isInstanceOf(AdmissionException.class)
                .extracting(e -> ((AdmissionException) e).refusal()).isEqualTo(Refusal.REVOKED);
        door.useRevocations(new Revocations(List.of(department.revocationList()), MAX_STALE));
        assertThatThrownBy(() -> door.admit(chain, NOW)).isInstanceOf(AdmissionException.class)
                .extracting(e -> ((AdmissionException) e).refusal()).isEqualTo(Refusal.STALE_REVOCATION_LIST);
    }

    private static byte[] sign(X509v2CRLBuilder builder, KeyPair keys) throws IOException {
        try {
            return builder.build(new BcEdECContentSignerBuilder(new AlgorithmIdentifier(
                    EdECObjectIdentifiers.id_Ed25519)).build(keys.privateKey())).getEncoded();
        } catch (OperatorCreationException e) {
            throw new IllegalStateException(e);
        }
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
