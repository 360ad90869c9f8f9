package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcEdECContentSignerBuilder;

/**
 * A trust anchor: the Infrastructure CA, which certifies repair heads and the transport controller, or the Subscriber CA, which certifies
 * senders, receivers and the content authority. X.509 with Ed25519.
 */
public final class CertificateAuthority {

    /** How long an authority's own certificate is valid. */
    public static final Duration AUTHORITY_VALIDITY = Duration.ofDays(3653);

    /** How long the certificate of a node is valid. */
    public static final Duration NODE_VALIDITY = Duration.ofDays(731);

    /** Certificates are valid from a little before they are made, for nodes whose clocks are behind. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final int SERIAL_BITS = 127;
    private static final AlgorithmIdentifier ED25519 = new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519);

    private final KeyPair keys;
    private final X509CertificateHolder certificate;
    private final String organisation;
    private final SecureRandom random;

    private CertificateAuthority(
            KeyPair keys, X509CertificateHolder certificate, String organisation, SecureRandom random) {
        this.keys = keys;
        this.certificate = certificate;
        this.organisation = organisation;
        this.random = random;
    }

    /**
     * A new one with a self-signed certificate.
     *
     * @param commonName what it is
     * @param organisation the group
     */
    public static CertificateAuthority create(
            String commonName, String organisation, Instant now, SecureRandom random) {
        KeyPair keys = KeyPair.generate(random);
        X500Name name = name(commonName, organisation);
        try {
            X509v3CertificateBuilder builder = builder(name, name, keys.publicKey(), now, now.plus(AUTHORITY_VALIDITY),
                    random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(Extension.subjectKeyIdentifier, false,
                    new BcX509ExtensionUtils().createSubjectKeyIdentifier(keys.publicKey()));
            return new CertificateAuthority(keys, sign(builder, keys), organisation, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A certificate for a node's key, with its one role, in PEM. */
    public byte[] issuePem(String nodeName, RoleOid role, KeyPair nodeKeys, Instant now) {
        try {
            X509v3CertificateBuilder builder = builder(certificate.getSubject(), name(nodeName, organisation),
                    nodeKeys.publicKey(), now, now.plus(NODE_VALIDITY), random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(usages(role)));
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, nodeName)));
            BcX509ExtensionUtils utils = new BcX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false,
                    utils.createSubjectKeyIdentifier(nodeKeys.publicKey()));
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    utils.createAuthorityKeyIdentifier(certificate));
            return KeyPair.pem("CERTIFICATE", sign(builder, keys).getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Authorities answer others, and ask each other. */
    private static KeyPurposeId[] usages(RoleOid role) {
        return role.isAuthority()
                ? new KeyPurposeId[] {role.keyPurpose(), KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth}
                : new KeyPurposeId[] {role.keyPurpose(), KeyPurposeId.id_kp_clientAuth};
    }

    /** Its own certificate in PEM. */
    public byte[] certificatePem() {
        try {
            return KeyPair.pem("CERTIFICATE", certificate.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its private key as unencrypted PKCS#8 in PEM, for a file of mode 0600. */
    public byte[] privateKeyPem() {
        return keys.privateKeyPem();
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, SubjectPublicKeyInfo key,
            Instant now, Instant end, SecureRandom random) {
        BigInteger serial = new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1);
        return new X509v3CertificateBuilder(
                issuer, serial, Date.from(now.minus(CLOCK_SKEW)), Date.from(end), subject, key);
    }

    private static X509CertificateHolder sign(X509v3CertificateBuilder builder, KeyPair keys) {
        try {
            return builder.build(new BcEdECContentSignerBuilder(ED25519).build(keys.privateKey()));
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("Ed25519 refused to sign", e);
        }
    }

    private static X500Name name(String commonName, String organisation) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, organisation).addRDN(BCStyle.CN, commonName)
                .build();
    }
}
