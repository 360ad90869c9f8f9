package io.trackmc.net.tls;

import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Answers what comes to a {@link TlsServer}. Called by one thread of the server's own, one request after the other; of one connection, the next one
 * when the one before was answered, in whatever thread that is.
 */
@FunctionalInterface
public interface RequestHandler {

    /**
     * A frame came.
     *
     * @param chain certificates of the other end, its own first; they lead to one of the server's trust anchors
     * @param frame what it said; the handler's to keep
     * @param reply where answers go, now or later, one or many; every request is answered, or its connection ended
     */
    void request(List<X509Certificate> chain, byte[] frame, Reply reply);
}
