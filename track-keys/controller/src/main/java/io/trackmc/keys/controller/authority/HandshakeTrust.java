package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.pki.ChainRules;
import io.trackmc.keys.controller.pki.NodeCertificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.X509TrustManager;

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
        boolean trusted;
        try {
            trusted = rules.isTrusted(Door.chain(List.of(chain)), clock.instant());
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new CertificateException("not a certificate", e);
        }
        if (!trusted) {
            throw new CertificateException("no CA of this authority has certified it");
        }
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
