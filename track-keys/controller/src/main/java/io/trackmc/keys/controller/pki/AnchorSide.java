package io.trackmc.keys.controller.pki;

import java.security.cert.TrustAnchor;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x500.X500Name;

/** The trust anchors of one kind of role, read once. Immutable. */
final class AnchorSide {

    private final List<NodeCertificate> certificates;
    private final List<String> sums;
    private final List<Anchor> anchors;

    private record Anchor(TrustAnchor anchor, X500Name subject, Instant from, Instant until) {

        static Anchor of(NodeCertificate certificate) {
            return new Anchor(new TrustAnchor(certificate.x509(), null), certificate.holder().getSubject(),
                    certificate.holder().getNotBefore().toInstant(), certificate.holder().getNotAfter().toInstant());
        }

        /** PKIX asks for the name, and not whether an anchor itself is valid. */
        boolean mayHaveIssued(NodeCertificate certificate, Instant now) {
            return !now.isBefore(from) && !now.isAfter(until) && subject.equals(certificate.holder().getIssuer());
        }
    }

    AnchorSide(List<NodeCertificate> certificates) {
        this.certificates = certificates;
        sums = certificates.stream().map(NodeCertificate::sha256).toList();
        anchors = certificates.stream().map(Anchor::of).toList();
    }

    boolean holds(NodeCertificate certificate) {
        return certificates.contains(certificate);
    }

    /** SHA-256 of each. */
    List<String> sums() {
        return sums;
    }

    /** Those that are valid now and bear the name of a certificate's issuer. */
    Set<TrustAnchor> issuersOf(NodeCertificate certificate, Instant now) {
        return anchors.stream().filter(anchor -> anchor.mayHaveIssued(certificate, now)).map(Anchor::anchor)
                .collect(Collectors.toSet());
    }
}
