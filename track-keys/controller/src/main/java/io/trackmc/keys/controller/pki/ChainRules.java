package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.jce.provider.BouncyCastleProvider;

/**
 * Who somebody is by their certificates. PKIX (RFC 5280) decides whether a chain leads to a trust anchor; these rules decide the rest:
 * exactly one role, from a CA that may certify it. Thread-safe.
 */
public final class ChainRules {

    /** Certificates from the node to just below the trust anchor. */
    public static final int MAX_CHAIN = 4;

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final TrustAnchors anchors;

    /** With the anchors to believe. */
    public ChainRules(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /**
     * Checks a chain.
     *
     * @param chain the node's certificate first, each issued by the next; the anchor may stand at the end
     * @param now at this time
     * @throws AdmissionException when a rule is broken
     */
    public Identity identify(List<NodeCertificate> chain, Instant now) {
        if (chain.isEmpty()) {
            throw new AdmissionException(Refusal.NO_CHAIN, "no certificate");
        }
        try {
            return identifyReadable(chain, now);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // Bouncy Castle reads the inner parts of a certificate when they are wanted.
            throw new AdmissionException(Refusal.UNREADABLE, chain.getFirst().sha256(), e);
        }
    }

    private Identity identifyReadable(List<NodeCertificate> chain, Instant now) {
        NodeCertificate node = chain.getFirst();
        if (!node.holder().isValidOn(Date.from(now))) {
            throw new AdmissionException(Refusal.NOT_VALID_NOW, node + ", valid from "
                    + node.holder().getNotBefore().toInstant() + " to " + node.holder().getNotAfter().toInstant());
        }
        boolean isInfrastructure = leadsTo(chain, anchors.infrastructure(), now);
        if (!isInfrastructure && !leadsTo(chain, anchors.subscribers(), now)) {
            throw new AdmissionException(Refusal.NO_CHAIN, node.toString());
        }
        refuseAuthorities(node);
        RoleOid role = roleOf(node);
        if (role.isInfrastructure() != isInfrastructure) {
            throw new AdmissionException(Refusal.WRONG_CA, role.text() + " " + node + " under the "
                    + (isInfrastructure ? "Infrastructure" : "Subscriber") + " CA");
        }
        String name = node.commonName().orElseThrow(() -> nameless(node));
        String operator = node.operator().orElseThrow(() -> nameless(node));
        return isInfrastructure ? new InfrastructureIdentity(role, name, operator, node)
                : new SubscriberIdentity(role, name, operator, node);
    }

    private static AdmissionException nameless(NodeCertificate node) {
        return new AdmissionException(Refusal.NAMELESS, node.toString());
    }

    /** A CA's own certificate is no node's, whatever usage it claims. */
    private static void refuseAuthorities(NodeCertificate node) {
        BasicConstraints constraints = BasicConstraints.fromExtensions(node.holder().getExtensions());
        KeyUsage usage = KeyUsage.fromExtensions(node.holder().getExtensions());
        if ((constraints != null && constraints.isCA()) || usage == null
                || !usage.hasUsages(KeyUsage.digitalSignature)
                || usage.hasUsages(KeyUsage.keyCertSign)) {
            throw new AdmissionException(Refusal.NOT_A_NODE, node.toString());
        }
    }

    private static RoleOid roleOf(NodeCertificate node) {
        ExtendedKeyUsage usage = ExtendedKeyUsage.fromExtensions(node.holder().getExtensions());
        if (usage == null) {
            throw new AdmissionException(Refusal.NO_ROLE, node.toString());
        }
        if (usage.hasKeyPurposeId(KeyPurposeId.anyExtendedKeyUsage)) {
            throw new AdmissionException(Refusal.ANY_ROLE, node.toString());
        }
        List<RoleOid> roles = Arrays.stream(RoleOid.values()).filter(r -> usage.hasKeyPurposeId(r.keyPurpose()))
                .toList();
        if (roles.isEmpty()) {
            throw new AdmissionException(Refusal.NO_ROLE, node.toString());
        }
        if (roles.size() > 1) {
            throw new AdmissionException(Refusal.SEVERAL_ROLES, node + ": " + roles);
        }
        return roles.getFirst();
    }

    private static boolean leadsTo(List<NodeCertificate> chain, List<NodeCertificate> anchors, Instant now) {
        List<NodeCertificate> path = new ArrayList<>(chain);
        if (path.size() > 1 && anchors.contains(path.getLast())) {
            path.removeLast();
        }
        if (path.size() > MAX_CHAIN) {
            return false;
        }
        List<NodeCertificate> valid = anchors.stream().filter(a -> a.holder().isValidOn(Date.from(now))).toList();
        if (valid.isEmpty()) {
            return false; // PKIX does not look at that
        }
        try {
            Set<TrustAnchor> trusted = valid.stream().map(a -> new TrustAnchor(jca(a.holder()), null))
                    .collect(Collectors.toSet());
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPath certPath = CertificateFactory.getInstance("X.509", PROVIDER)
                    .generateCertPath(path.stream().map(c -> jca(c.holder())).toList());
            CertPathValidator.getInstance("PKIX", PROVIDER).validate(certPath, parameters);
            return true;
        } catch (CertPathValidatorException | CertificateException | IllegalArgumentException _) {
            return false;
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("trust anchors refused", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle has no PKIX", e);
        }
    }

    private static X509Certificate jca(X509CertificateHolder holder) {
        try {
            return new JcaX509CertificateConverter().setProvider(PROVIDER).getCertificate(holder);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("not a certificate", e);
        }
    }
}
