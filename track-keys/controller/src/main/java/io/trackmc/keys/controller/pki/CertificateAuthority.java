package io.trackmc.keys.controller.pki;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.identity.RoleOid;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLReason;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v2CRLBuilder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcEdECContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

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
    public static final Duration CLOCK_SKEW = Duration.ofHours(1);

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
     * @param organisation who runs it, and all that it certifies
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

    /**
     * An authority that was made before.
     *
     * @throws DeploymentException when the key is not that of the certificate
     */
    public static CertificateAuthority of(NodeCertificate certificate, KeyPair keys, SecureRandom random) {
        if (!certificate.verificationKey().equals(Optional.of(keys.verificationKey()))) {
            throw new DeploymentException(certificate + ": the private key beside it is that of another certificate");
        }
        return new CertificateAuthority(keys, certificate.holder(), certificate.operator().orElse(""), random);
    }

    /** A certificate for a node's key, with its one role, in PEM. */
    public byte[] issuePem(String nodeName, RoleOid role, KeyPair nodeKeys, Instant now) {
        return issue(nodeName, role, nodeKeys.publicKey(), now).pem();
    }

    /** A certificate for who made a request, whose possession of the key is known. */
    public NodeCertificate issue(CertificateRequest request, RoleOid role, Instant now) {
        return issue(request.name(), role, request.publicKey(), now);
    }

    private NodeCertificate issue(String nodeName, RoleOid role, SubjectPublicKeyInfo key, Instant now) {
        try {
            X509v3CertificateBuilder builder = builder(certificate.getSubject(), name(nodeName, organisation), key, now,
                    now.plus(NODE_VALIDITY), random);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(role.purposes()));
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, nodeName)));
            BcX509ExtensionUtils utils = new BcX509ExtensionUtils();
            builder.addExtension(Extension.subjectKeyIdentifier, false, utils.createSubjectKeyIdentifier(key));
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    utils.createAuthorityKeyIdentifier(certificate));
            return NodeCertificate.of(sign(builder, keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A list of all certificates that it takes back, DER.
     *
     * @param serials of them, in hexadecimal digits
     * @param now when the list was made
     * @param next when the next one is due at the latest
     */
    public byte[] revocationList(Set<String> serials, Instant now, Instant next) {
        X509v2CRLBuilder builder = new X509v2CRLBuilder(certificate.getSubject(), Date.from(now));
        builder.setNextUpdate(Date.from(next));
        serials.stream().sorted().forEach(serial -> builder.addCRLEntry(new BigInteger(serial, 16), Date.from(now),
                CRLReason.unspecified));
        try {
            builder.addExtension(Extension.authorityKeyIdentifier, false,
                    new BcX509ExtensionUtils().createAuthorityKeyIdentifier(certificate));
            return builder.build(signer(keys)).getEncoded();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether it has signed that certificate. */
    public boolean hasIssued(NodeCertificate other) {
        try {
            return other.holder().getIssuer().equals(certificate.getSubject())
                    && other.holder().isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .setProvider(new BouncyCastleProvider()).build(certificate));
        } catch (CertException | CertificateException | OperatorCreationException _) {
            return false;
        }
    }

    /** Its own certificate. */
    public NodeCertificate certificate() {
        return NodeCertificate.of(certificate);
    }

    /** Its own certificate in PEM. */
    public byte[] certificatePem() {
        return certificate().pem();
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
        return builder.build(signer(keys));
    }

    private static ContentSigner signer(KeyPair keys) {
        try {
            return new BcEdECContentSignerBuilder(ED25519).build(keys.privateKey());
        } catch (OperatorCreationException e) {
            throw new IllegalStateException("Ed25519 refused to sign", e);
        }
    }

    private static X500Name name(String commonName, String organisation) {
        return new X500NameBuilder(BCStyle.INSTANCE).addRDN(BCStyle.O, organisation).addRDN(BCStyle.CN, commonName)
                .build();
    }
}
