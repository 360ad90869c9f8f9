package io.trackmc.net.tls;

import java.time.Duration;

/**
 * What a {@link TlsServer} grants to those who connect.
 *
 * @param crowd how many may be there at once
 * @param patience how long they may take
 * @param frameBytes longest frame that is read
 * @param waitingRequests most requests that wait for the handler; the connection of one more is closed
 * @param roomBytes unsent bytes of a connection below which {@link Reply#hasRoom} says yes
 * @param unsentBytes most bytes that wait for a slow reader, after which its connection is closed; at least one answer
 */
public record TlsLimits(Crowd crowd, Patience patience, int frameBytes, int waitingRequests, int roomBytes,
        int unsentBytes) {

    /** For an authority of a large group, where questions have at most 4 KiB. */
    public static final TlsLimits DEFAULT = new TlsLimits(new Crowd(2048, 512, 256, 4),
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(30)), 4096, 4096, 1 << 20,
            64 << 20);

    /**
     * How many may be there at once. Whoever has no certificate can fill the places for handshakes of one address, and no others.
     *
     * @param connections in all; one more is closed before its handshake
     * @param handshakes that have not ended yet; for one more, the one that has said nothing for the longest time is closed, or that one when all speak
     * @param perAddress connections from one address, or one IPv6 network of 64 bits; one more is closed before its handshake
     * @param perCertificate connections with one certificate; one more is closed after its handshake
     */
    public record Crowd(int connections, int handshakes, int perAddress, int perCertificate) {}

    /**
     * How long they may take.
     *
     * @param handshake for a handshake
     * @param frame from the first byte of a frame to its last
     * @param silence for which a connection may say nothing while no request of it is being answered
     */
    public record Patience(Duration handshake, Duration frame, Duration silence) {}
}
