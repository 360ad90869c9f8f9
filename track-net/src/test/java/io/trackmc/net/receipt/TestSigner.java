package io.trackmc.net.receipt;

import io.trackmc.keys.transport.tls.KeyPairFiles;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates that nobody has to believe. */
final class TestSigner {

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private TestSigner() {}

    static KeyPairFiles of(String node) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519", PROVIDER).generateKeyPair();
        X500Name name = new X500Name("CN=" + node);
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(name, BigInteger.ONE, Date.from(now),
                Date.from(now.plusSeconds(86_400)), name, keys.getPublic());
        return new KeyPairFiles(List.of(new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(builder
                .build(new JcaContentSignerBuilder("Ed25519").setProvider(PROVIDER).build(keys.getPrivate())))),
                keys.getPrivate());
    }
}
