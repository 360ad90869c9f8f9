package io.trackmc.keys.controller.pki;

import io.trackmc.keys.transport.identity.RoleOid;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXCertPathValidatorResult;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.jspecify.annotations.Nullable;

/**
 * Who somebody is by their certificates. PKIX (RFC 5280) decides whether a chain leads to a trust anchor; these rules decide the rest:
 * exactly one role, from a CA that may certify it. Thread-safe.
 */
public final class ChainRules {

    /** Certificates from the node to just below the trust anchor. */
    public static final int MAX_CHAIN = 4;

    private static final BouncyCastleProvider PROVIDER = new BouncyCastleProvider();

    private final AnchorSide infrastructure;
    private final AnchorSide subscribers;
    private final KnownPaths known;

    /** With the anchors to believe. */
    public ChainRules(TrustAnchors anchors) {
        this(new AnchorSide(anchors.infrastructure()), new AnchorSide(anchors.subscribers()), new KnownPaths());
    }

    private ChainRules(AnchorSide infrastructure, AnchorSide subscribers, KnownPaths known) {
        this.infrastructure = infrastructure;
        this.subscribers = subscribers;
        this.known = known;
    }

    /** The same for those whom the subscribers' anchors have certified. */
    ChainRules subscribersOnly() {
        return new ChainRules(new AnchorSide(List.of()), subscribers, known);
    }

    /** Whether a chain leads to any of the anchors, whatever it says of the node. */
    public boolean isTrusted(List<NodeCertificate> chain, Instant now) {
        return !chain.isEmpty()
                && (leadsTo(chain, infrastructure, now) || leadsTo(chain, subscribers, now));
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
        boolean isInfrastructure = leadsTo(chain, infrastructure, now);
        if (!isInfrastructure && !leadsTo(chain, subscribers, now)) {
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

    private boolean leadsTo(List<NodeCertificate> chain, AnchorSide anchors, Instant now) {
        List<NodeCertificate> path = new ArrayList<>(chain);
        if (path.size() > 1 && anchors.holds(path.getLast())) {
            path.removeLast();
        }
        Set<TrustAnchor> issuers = path.size() > MAX_CHAIN ? Set.of() : anchors.issuersOf(path.getLast(), now);
        if (issuers.isEmpty()) {
            return false;
        }
        KnownPaths.Path wanted = KnownPaths.Path.of(path, anchors);
        if (known.isKnown(wanted, now)) {
            return true;
        }
        KnownPaths.Validity found = validate(path, issuers, now);
        if (found != null) {
            known.add(wanted, found);
        }
        return found != null;
    }

    /** When a path is valid; null when it is not so now. */
    private static KnownPaths.@Nullable Validity validate(List<NodeCertificate> path, Set<TrustAnchor> trusted,
            Instant now) {
        try {
            PKIXParameters parameters = new PKIXParameters(trusted);
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(now));
            CertPath certPath = CertificateFactory.getInstance("X.509", PROVIDER)
                    .generateCertPath(path.stream().map(NodeCertificate::x509).toList());
            PKIXCertPathValidatorResult result = (PKIXCertPathValidatorResult) CertPathValidator
                    .getInstance("PKIX", PROVIDER).validate(certPath, parameters);
            return validity(path, result.getTrustAnchor().getTrustedCert());
        } catch (CertPathValidatorException | CertificateException | IllegalArgumentException _) {
            return null;
        } catch (InvalidAlgorithmParameterException e) {
            throw new IllegalStateException("trust anchors refused", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Bouncy Castle has no PKIX", e);
        }
    }

    private static KnownPaths.Validity validity(List<NodeCertificate> path, X509Certificate anchor) {
        Instant from = anchor.getNotBefore().toInstant();
        Instant until = anchor.getNotAfter().toInstant();
        for (NodeCertificate certificate : path) {
            Instant begins = certificate.holder().getNotBefore().toInstant();
            Instant ends = certificate.holder().getNotAfter().toInstant();
            from = begins.isAfter(from) ? begins : from;
            until = ends.isBefore(until) ? ends : until;
        }
        return new KnownPaths.Validity(from, until);
    }
}
