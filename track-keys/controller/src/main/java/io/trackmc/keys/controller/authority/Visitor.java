package io.trackmc.keys.controller.authority;

import io.trackmc.keys.controller.pki.Identity;
import io.trackmc.keys.controller.pki.NodeCertificate;
import io.trackmc.net.tls.Reply;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Somebody who asks, and whose certificate is true.
 *
 * @param shown the certificate
 * @param chain the same and those above it, as they were read
 * @param identity who that is
 * @param reply where to answer
 * @param now when it asked, by the time of day
 * @param nowMs the same by the clock that counts the time between rekeys
 */
record Visitor(X509Certificate shown, List<NodeCertificate> chain, Identity identity, Reply reply, Instant now,
        long nowMs) {}
