package io.trackmc.keys.controller.pki;

import static io.trackmc.keys.controller.pki.TestCa.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.identity.RoleOid;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.junit.jupiter.api.Test;

class CertificateRequestTest {

    private final KeyPair keys = KeyPair.generate(new SecureRandom());
    private final CertificateAuthority authority = CertificateAuthority.create("Infrastructure CA", "isp", NOW,
            new SecureRandom());

    @Test
    void shouldGetACertificateOfOneRole() {
        CertificateRequest request = CertificateRequest.read("f", CertificateRequest.pem("rh-7", keys));
        NodeCertificate issued = authority.issue(request, RoleOid.REPAIR_HEAD, NOW);
        Identity identity = new ChainRules(new TrustAnchors(List.of(authority.certificate()), List.of()))
                .identify(List.of(issued), NOW);
        assertThat(identity.role()).isEqualTo(RoleOid.REPAIR_HEAD);
        assertThat(identity.name()).isEqualTo("rh-7");
        assertThat(identity.operator()).isEqualTo("isp");
        assertThat(issued.verificationKey()).contains(keys.verificationKey());
    }

    @Test
    void shouldRefuseARequestForAKeyThatItsMakerDoesNotHold() throws Exception {
        byte[] own = der(CertificateRequest.pem("rh-7", keys));
        KeyPair stolen = KeyPair.generate(new SecureRandom());
        byte[] theirs = stolen.verificationKey().bytes();
        int at = indexOf(own, keys.verificationKey().bytes());
        System.arraycopy(theirs, 0, own, at, theirs.length);
        assertThatThrownBy(() -> CertificateRequest.read("f", KeyPair.pem("CERTIFICATE REQUEST", own)))
                .isInstanceOf(DeploymentException.class).hasMessageContaining("does not hold the key");
    }

    @Test
    void shouldRefuseWhatIsNoRequestAndTellNothingOfIt() {
        byte[] key = keys.privateKeyPem();
        String secret = new String(key, StandardCharsets.US_ASCII).lines().toList().get(1);
        assertThatThrownBy(() -> CertificateRequest.read("f", key)).isInstanceOf(DeploymentException.class)
                .hasMessageNotContaining(secret).hasNoCause();
        assertThatThrownBy(() -> CertificateRequest.read("f", CertificateRequest.pem("no good", keys)))
                .isInstanceOf(DeploymentException.class).hasMessageContaining("common name");
    }

    @Test
    void shouldTakeUpAnAuthorityAgain() {
        CertificateAuthority other = CertificateAuthority.create("Infrastructure CA", "isp", NOW, new SecureRandom());
        KeyPair read = KeyPair.read("f", authority.privateKeyPem());
        NodeCertificate issued = CertificateAuthority.of(authority.certificate(), read, new SecureRandom())
                .issue(CertificateRequest.read("f", CertificateRequest.pem("rh-8", keys)), RoleOid.REPAIR_HEAD, NOW);
        assertThat(new ChainRules(new TrustAnchors(List.of(authority.certificate()), List.of()))
                .identify(List.of(issued), NOW).operator()).isEqualTo("isp");
        assertThatThrownBy(() -> CertificateAuthority.of(other.certificate(), read, new SecureRandom()))
                .isInstanceOf(DeploymentException.class);
    }

    private static byte[] der(byte[] pem) throws Exception {
        try (PemReader reader = new PemReader(
                new java.io.StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            PemObject object = reader.readPemObject();
            return object.getContent();
        }
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int i = 0; i + part.length <= bytes.length; i++) {
            if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        throw new IllegalArgumentException("not in it");
    }
}
