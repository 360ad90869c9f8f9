package io.trackmc.keys.controller.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.transport.identity.PeerIdentity;
import io.trackmc.keys.transport.identity.RoleOid;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom {@link ChainRules} refuses for what the certificate says, {@link PeerIdentity} refuses too. */
class PeerIdentityTest {

    private static final TestCa CA = TestCa.root("Subscriber CA");

    @Test
    void shouldSayWhoItIs() throws GeneralSecurityException {
        NodeCertificate certificate = CA.issue("O=Customer,CN=receiver-1", RoleOid.RECEIVER);
        PeerIdentity identity = PeerIdentity.of(jca(certificate));
        assertThat(identity.name()).isEqualTo("receiver-1");
        assertThat(identity.operator()).isEqualTo("Customer");
        assertThat(identity.role()).isEqualTo(RoleOid.RECEIVER);
        assertThat(identity.certificateSha256()).isEqualTo(certificate.sha256());
        assertThat(identity.publicKeySha256()).isEqualTo(certificate.keySha256());
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseWhomTheDoorRefuses(NodeCertificate certificate) {
        assertThatThrownBy(() -> PeerIdentity.of(jca(certificate))).isInstanceOf(GeneralSecurityException.class);
        ChainRules rules = new ChainRules(new TrustAnchors(List.of(), List.of(CA.certificate())));
        assertThatThrownBy(() -> rules.identify(List.of(certificate), TestCa.NOW))
                .isInstanceOf(AdmissionException.class);
    }

    static Stream<NodeCertificate> shouldRefuseWhomTheDoorRefuses() {
        return Stream.of(
                CA.issue("O=a,CN=b", TestCa.ecdsa().getPublic(), TestCa.Validity.LONG,
                        KeyPurposeId.anyExtendedKeyUsage, RoleOid.RECEIVER.keyPurpose()),
                CA.issue("O=a,CN=b"), CA.issue("O=a,CN=b", RoleOid.RECEIVER, RoleOid.SENDER),
                CA.issue("CN=b", RoleOid.RECEIVER), CA.issue("O=a", RoleOid.RECEIVER),
                CA.issue("O=a,O=c,CN=b", RoleOid.RECEIVER), CA.issue("O=a+O=c,CN=b", RoleOid.RECEIVER),
                CA.issue("O=a,CN=b,CN=c", RoleOid.RECEIVER), CA.intermediate("other").certificate());
    }

    private static X509Certificate jca(NodeCertificate certificate) {
        try {
            return new JcaX509CertificateConverter().getCertificate(certificate.holder());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
