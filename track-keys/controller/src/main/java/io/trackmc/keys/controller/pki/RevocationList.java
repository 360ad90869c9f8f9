package io.trackmc.keys.controller.pki;

import io.trackmc.keys.controller.DeploymentException;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.bouncycastle.cert.CertException;
import org.bouncycastle.cert.X509CRLEntryHolder;
import org.bouncycastle.cert.X509CRLHolder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;

/**
 * The certificates that one authority has taken back, by its signed list. How old a list may be is for whoever asks: a list that cannot be
 * renewed must not stop a running group, but an authority that cannot know whom to refuse lets nobody new in.
 */
public final class RevocationList {

    private final X509CRLHolder list;

    private RevocationList(X509CRLHolder list) {
        this.list = list;
    }

    /**
     * Reads a list.
     *
     * @param file for the message
     * @param der X.509 CRL
     * @param issuer whose list it must be
     * @throws DeploymentException when it is not that
     */
    public static RevocationList read(String file, byte[] der, NodeCertificate issuer) {
        try {
            X509CRLHolder list = new X509CRLHolder(der);
            refuseParts(file, list);
            if (list.getIssuer().equals(issuer.holder().getSubject())
                    && list.isSignatureValid(new JcaContentVerifierProviderBuilder()
                            .setProvider(new BouncyCastleProvider()).build(issuer.holder()))) {
                return new RevocationList(list);
            }
        } catch (DeploymentException e) {
            throw e;
        } catch (IOException | CertException | OperatorCreationException | java.security.cert.CertificateException
                | RuntimeException e) {
            throw new DeploymentException(file + ": found something else, allowed: a revocation list of " + issuer, e);
        }
        throw new DeploymentException(file + ": not signed by " + issuer);
    }

    /**
     * A critical extension that is not understood changes what a list means (RFC 5280 §5.2): that it is of some certificates only, or what came since
     * another list, or of other issuers too.
     */
    private static void refuseParts(String file, X509CRLHolder list) {
        Set<?> critical = list.getCriticalExtensionOIDs();
        Collection<?> entries = list.getRevokedCertificates();
        for (Object entry : entries) {
            if (!((X509CRLEntryHolder) entry).getCriticalExtensionOIDs().isEmpty()) {
                critical = ((X509CRLEntryHolder) entry).getCriticalExtensionOIDs();
            }
        }
        if (!critical.isEmpty()) {
            throw new DeploymentException(file + ": found a revocation list with the critical extension "
                    + critical.iterator().next() + ", allowed: a whole list of one issuer's certificates");
        }
    }

    /** Whether a certificate was taken back. */
    public boolean isRevoked(NodeCertificate certificate) {
        return certificate.holder().getIssuer().equals(list.getIssuer())
                && list.getRevokedCertificate(new BigInteger(certificate.serial(), 16)) != null;
    }

    /** When it was made. */
    public Instant madeAt() {
        return list.getThisUpdate().toInstant();
    }

    /** Whether it was made longer ago than that, or has yet to be made. */
    public boolean isStale(Instant now, Duration maxStale) {
        Instant made = madeAt();
        return now.isAfter(made.plus(maxStale)) || made.isAfter(now.plus(CertificateAuthority.CLOCK_SKEW));
    }

    boolean isFor(NodeCertificate certificate) {
        return certificate.holder().getIssuer().equals(list.getIssuer());
    }
}
