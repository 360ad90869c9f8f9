package io.trackmc.keys.controller.pki;

import io.trackmc.keys.controller.DeploymentException;
import io.trackmc.keys.transport.key.Sha256;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;

/** An X.509 certificate of a node, an authority or a trust anchor. Nothing of it has been checked but its form. */
public final class NodeCertificate {

    private static final String PEM_TYPE = "CERTIFICATE";
    private static final int MAX_CHAIN = 16;
    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final X509CertificateHolder holder;
    private final byte[] der;

    private NodeCertificate(byte[] der) throws IOException {
        this.der = der.clone();
        holder = new X509CertificateHolder(der);
    }

    /**
     * From its DER encoding.
     *
     * @throws IllegalArgumentException when it is no certificate
     */
    public static NodeCertificate ofDer(byte[] der) {
        try {
            return new NodeCertificate(der);
        } catch (IOException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
    }

    static NodeCertificate of(X509CertificateHolder holder) {
        try {
            return new NodeCertificate(holder.getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The certificates of a file in PEM, as they stand there.
     *
     * @param file for the message
     * @throws DeploymentException when there is none, or more than 16
     */
    public static List<NodeCertificate> readAll(String file, byte[] pem) {
        List<NodeCertificate> chain = new ArrayList<>();
        try (PemReader reader = new PemReader(new StringReader(new String(pem, StandardCharsets.US_ASCII)))) {
            for (PemObject next = reader.readPemObject(); next != null; next = reader.readPemObject()) {
                if (next.getType().equals(PEM_TYPE)) {
                    chain.add(new NodeCertificate(next.getContent()));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new DeploymentException(file + ": damaged: not a certificate", e);
        }
        if (chain.isEmpty() || chain.size() > MAX_CHAIN) {
            throw new DeploymentException(
                    file + ": found " + chain.size() + " certificates, allowed: 1 to " + MAX_CHAIN);
        }
        return chain;
    }

    /**
     * The first certificate of a file in PEM.
     *
     * @param file for the message
     * @throws DeploymentException when there is none
     */
    public static NodeCertificate read(String file, byte[] pem) {
        return readAll(file, pem).getFirst();
    }

    /** DER encoding. */
    public byte[] der() {
        return der.clone();
    }

    /** PEM encoding. */
    public byte[] pem() {
        return KeyPair.pem(PEM_TYPE, der);
    }

    /** SHA-256 of the certificate, 64 hexadecimal digits. */
    public String sha256() {
        return hash(der);
    }

    /** SHA-256 of its SubjectPublicKeyInfo, 64 hexadecimal digits. */
    public String keySha256() {
        try {
            return hash(holder.getSubjectPublicKeyInfo().getEncoded());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Who runs it: organisation of the subject; empty when it has none, or several. */
    public Optional<String> operator() {
        return only(BCStyle.O);
    }

    /** Name of the node: common name of the subject; empty when it has none, or several. */
    public Optional<String> commonName() {
        return only(BCStyle.CN);
    }

    /** Serial number in hexadecimal digits. */
    public String serial() {
        return holder.getSerialNumber().toString(16);
    }

    /** Its Ed25519 key, if it has one. */
    public Optional<VerificationKey> verificationKey() {
        if (!holder.getSubjectPublicKeyInfo().getAlgorithm().getAlgorithm()
                .equals(EdECObjectIdentifiers.id_Ed25519)) {
            return Optional.empty();
        }
        return Optional.of(new VerificationKey(holder.getSubjectPublicKeyInfo().getPublicKeyData().getOctets()));
    }

    /**
     * As the platform knows certificates.
     *
     * @throws IllegalArgumentException when it cannot be one
     */
    public X509Certificate x509() {
        try {
            return new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(holder);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
    }

    X509CertificateHolder holder() {
        return holder;
    }

    private Optional<String> only(ASN1ObjectIdentifier type) {
        List<String> found = Arrays.stream(holder.getSubject().getRDNs(type))
                .flatMap(names -> Arrays.stream(names.getTypesAndValues())).filter(name -> name.getType().equals(type))
                .map(name -> IETFUtils.valueToString(name.getValue())).toList();
        return found.size() == 1 && !found.getFirst().isBlank() ? Optional.of(found.getFirst()) : Optional.empty();
    }

    private static String hash(byte[] bytes) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(bytes));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeCertificate that && Arrays.equals(der, that.der);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(der);
    }

    @Override
    public String toString() {
        return holder.getSubject().toString();
    }
}
