package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A company's CA with ECDSA keys, which issues whatever a test wants. */
final class TestCa {

    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static long serial = 1;

    private final String name;
    private final java.security.KeyPair keys = ecdsa();
    private final NodeCertificate certificate;

    private TestCa(String name, TestCa issuer, Validity validity) {
        this.name = name;
        certificate = (issuer == null ? this : issuer).sign(name, keys.getPublic(), true, validity, List.of());
    }

    static TestCa root(String name) {
        return root(name, Validity.LONG);
    }

    static TestCa root(String name, Validity validity) {
        return new TestCa("O=" + name + ",CN=" + name, null, validity);
    }

    TestCa intermediate(String of) {
        return new TestCa("O=" + of + ",CN=" + of, this, Validity.LONG);
    }

    NodeCertificate certificate() {
        return certificate;
    }

    NodeCertificate issue(String subject, RoleOid... roles) {
        return issue(subject, ecdsa().getPublic(), Validity.LONG,
                Arrays.stream(roles).map(RoleOid::keyPurpose).toArray(KeyPurposeId[]::new));
    }

    NodeCertificate issue(String subject, PublicKey key, Validity validity, KeyPurposeId... purposes) {
        return sign(subject, key, false, validity,
                Stream.concat(Stream.of(KeyPurposeId.id_kp_clientAuth), Stream.of(purposes)).toList());
    }

    enum Validity {
        LONG, EXPIRED, FUTURE
    }

    private NodeCertificate sign(String subject, PublicKey key, boolean ca, Validity validity,
            List<KeyPurposeId> purposes) {
        Duration shift = Duration.ofDays(validity == Validity.LONG ? 0 : validity == Validity.EXPIRED ? -1000 : 1000);
        Instant from = NOW.minus(Duration.ofDays(10)).plus(shift);
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(new X500Name(name),
                    BigInteger.valueOf(serial++), Date.from(from), Date.from(from.plus(Duration.ofDays(900))),
                    new X500Name(subject), SubjectPublicKeyInfo.getInstance(key.getEncoded()));
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
            builder.addExtension(Extension.keyUsage, true,
                    new KeyUsage(ca ? KeyUsage.keyCertSign | KeyUsage.cRLSign : KeyUsage.digitalSignature));
            if (!purposes.isEmpty()) {
                builder.addExtension(Extension.extendedKeyUsage, false,
                        new ExtendedKeyUsage(purposes.toArray(KeyPurposeId[]::new)));
            }
            return NodeCertificate.of(builder.build(signer(keys.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    RevocationList revocationList(NodeCertificate... revoked) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(new X500Name(name), Date.from(NOW));
        Arrays.stream(revoked).forEach(
                bad -> builder.addCRLEntry(new BigInteger(bad.serial(), 16), Date.from(NOW), CRLReason.unspecified));
        try {
            return RevocationList.read("f", builder.build(signer(keys.getPrivate())).getEncoded(), certificate);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static org.bouncycastle.operator.ContentSigner signer(PrivateKey key) throws Exception {
        return new JcaContentSignerBuilder("SHA256withECDSA").build(key);
    }

    static java.security.KeyPair ecdsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
