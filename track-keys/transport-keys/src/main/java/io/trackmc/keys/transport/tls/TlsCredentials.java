package io.trackmc.keys.transport.tls;

import io.trackmc.keys.transport.file.KeyFileException;
import io.trackmc.keys.transport.file.SecureFiles;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * What one end shows in a TLS handshake, and whom it trusts.
 *
 * @param chain own certificate first, then what leads from it to an anchor of the other end
 * @param privateKey of the own certificate
 * @param anchors certificates of the authorities that may have certified the other end
 */
public record TlsCredentials(List<X509Certificate> chain, PrivateKey privateKey, List<X509Certificate> anchors) {

    /** Keeps copies of the lists. */
    public TlsCredentials {
        chain = List.copyOf(chain);
        anchors = List.copyOf(anchors);
        if (chain.isEmpty() || anchors.isEmpty()) {
            throw new IllegalArgumentException("needed: a certificate of one's own and at least one trust anchor");
        }
    }

    /**
     * From PEM files.
     *
     * @throws KeyFileException with the file, what was found and what is allowed
     */
    public static TlsCredentials read(Path certificate, Path privateKey, List<Path> anchors) {
        List<X509Certificate> trusted = new ArrayList<>();
        for (Path anchor : anchors) {
            trusted.addAll(certificates(anchor));
        }
        KeyPairFiles own = KeyPairFiles.read(certificate, privateKey);
        return new TlsCredentials(own.chain(), own.privateKey(), trusted);
    }

    /** All certificates of a PEM file, in order; at least one. */
    public static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        for (Object object : objects(file)) {
            if (object instanceof X509CertificateHolder holder) {
                found.add(certificate(file, holder));
            }
        }
        if (found.isEmpty()) {
            throw new KeyFileException(file + ": found no certificate, allowed: one or more in PEM");
        }
        return found;
    }

    /**
     * Looks whether the first certificate of a file can still be shown to anybody; the other end would only close the connection.
     *
     * @throws KeyFileException when it has expired, with when
     */
    public static void requireNotExpired(Path file, Instant now) {
        Instant end = certificates(file).getFirst().getNotAfter().toInstant();
        if (end.isBefore(now)) {
            throw new KeyFileException(file + ": found a certificate that expired at " + end + " (now it is "
                    + now.truncatedTo(ChronoUnit.SECONDS)
                    + "), allowed: one that is valid; have a new one issued: track keys issue");
        }
    }

    /** Says what it is and nothing of the key. */
    @Override
    public String toString() {
        return "TlsCredentials(" + chain.getFirst().getSubjectX500Principal().getName() + ")";
    }

    /**
     * The first private key of a PEM file.
     *
     * @throws KeyFileException with the file, what was found and what is allowed
     */
    public static PrivateKey privateKey(Path file) {
        for (Object object : objects(file)) {
            if (object instanceof PrivateKeyInfo info) {
                try {
                    return new JcaPEMKeyConverter().setProvider(TlsContexts.CRYPTOGRAPHY).getPrivateKey(info);
                } catch (PEMException e) {
                    throw new KeyFileException(file + ": found a private key of an unknown kind, allowed: PKCS#8", e);
                }
            }
        }
        throw new KeyFileException(file + ": found no private key, allowed: one as unencrypted PKCS#8 in PEM");
    }

    private static X509Certificate certificate(Path file, X509CertificateHolder holder) {
        try {
            return new JcaX509CertificateConverter().setProvider(TlsContexts.CRYPTOGRAPHY).getCertificate(holder);
        } catch (GeneralSecurityException e) {
            throw new KeyFileException(file + ": found a certificate that does not parse, allowed: X.509", e);
        }
    }

    private static List<Object> objects(Path file) {
        List<Object> objects = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.US_ASCII);
                PEMParser parser = new PEMParser(reader)) {
            for (Object object = parser.readObject(); object != null; object = parser.readObject()) {
                objects.add(object);
            }
        } catch (IOException e) {
            throw new KeyFileException(file + ": cannot be read as PEM: " + SecureFiles.reason(e), e);
        } catch (RuntimeException e) { // the parser's words for base64 or ASN.1 that is none
            throw new KeyFileException(file + ": cannot be read as PEM: found something else between its lines", e);
        }
        return objects;
    }
}
