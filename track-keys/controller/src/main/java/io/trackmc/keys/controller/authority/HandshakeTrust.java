package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.keys.transport.bundle.Member;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Lets those finish a handshake whose chain leads to a CA of either kind. What is found out is remembered for the question that follows, which decides by
 * role and policy; the TLS provider looks at algorithms and key usage besides. Thread-safe.
 */
final class HandshakeTrust implements X509TrustManager {

    private final ChainRules rules;
    private final List<X509Certificate> anchors;
    private final InstantSource clock;

    HandshakeTrust(ChainRules rules, List<NodeCertificate> anchors, InstantSource clock) {
        this.rules = rules;
        this.anchors = anchors.stream().map(NodeCertificate::x509).toList();
        this.clock = clock;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Instant now = clock.instant();
        @Nullable String refusal;
        try {
            List<NodeCertificate> shown = Door.chain(List.of(chain));
            refusal = rules.isTrusted(shown, now) ? null : whyNot(shown, now);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CertificateException("not a certificate", e);
        }
        if (refusal != null) {
            throw new CertificateException(refusal);
        }
    }

    /** For the operator's log: the other end is told no more than that it is refused. */
    private static String whyNot(List<NodeCertificate> chain, Instant now) {
        if (chain.isEmpty()) {
            return "it shows no certificate";
        }
        NodeCertificate own = chain.getFirst();
        String who = "the certificate of " + name(own);
        Instant from = own.x509().getNotBefore().toInstant();
        Instant until = own.x509().getNotAfter().toInstant();
        if (now.isBefore(from) || now.isAfter(until)) {
            return who + (now.isBefore(from) ? " begins at " + from : " expired at " + until) + " (now it is "
                    + now.truncatedTo(ChronoUnit.SECONDS) + ")";
        }
        return who + " is of no CA of this authority";
    }

    /** Nobody has vouched for it, so it stands in the log only where it looks like a name. */
    private static String name(NodeCertificate certificate) {
        String said = certificate.commonName().orElse("");
        return Member.NAME.matcher(said).matches() ? "\"" + said + "\"" : "somebody";
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("an authority asks nobody");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return anchors.toArray(X509Certificate[]::new);
    }
}
