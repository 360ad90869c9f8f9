package io.trackmc.net.tls;

import java.net.InetSocketAddress;

/** Hears of handshakes that a {@link TlsServer} has broken off. Called by any thread of the server's, several at once; must not block. */
@FunctionalInterface
public interface RefusalListener {

    /** Counters say enough. */
    RefusalListener NOBODY = (_, _) -> {};

    /**
     * A handshake has failed. Who closes the connection before it is through, as a check of the port does, is counted and not told.
     *
     * @param from the other end
     * @param why one line without control characters, at most {@value HandshakeFault#MAX_TEXT} long; some of it may be the other end's words
     */
    void refused(InetSocketAddress from, String why);
}
