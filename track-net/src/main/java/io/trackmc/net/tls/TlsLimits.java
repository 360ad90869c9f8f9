package io.trackmc.net.tls;

import java.time.Duration;

/**
 * What a {@link TlsServer} grants to those who connect.
 *
 * @param connections most connections at once; one more is closed before its handshake
 * @param handshake time for a handshake, after which a connection is closed
 * @param silence time for which a connection may say nothing while nothing is asked of it either
 * @param frameBytes longest frame that is read
 * @param waitingRequests most requests that wait for the handler; the connection of one more is closed
 * @param unsentBytes most bytes that wait for a slow reader, after which its connection is closed
 */
public record TlsLimits(int connections, Duration handshake, Duration silence, int frameBytes, int waitingRequests,
        int unsentBytes) {

    /** For an authority of a large group. */
    public static final TlsLimits DEFAULT = new TlsLimits(2048, Duration.ofSeconds(10), Duration.ofSeconds(30),
            64 << 10,
            4096, 64 << 20);
}
