package io.trackmc.proto.protect;

/**
 * Authenticates the packets that one node sends on one hop: under one class, direction and destination.
 *
 * <p>Fills in the security fields of OUTER (class and direction, SPI, origin, incarnation, counter; wire format §2.1) and
 * appends the ICV. Uses the newest active transport epoch. Not thread-safe: one engine, one thread.
 */
public interface HopSealer {

    /**
     * Seals a packet without INNER.
     *
     * @param datagram holds OUTER at {@code offset} with version, type, flags, outerLength, reserved and body written
     * @param outerLength length of OUTER
     * @return length of the datagram: OUTER and ICV
     */
    int seal(byte[] datagram, int offset, int outerLength);

    /**
     * Seals a packet with INNER, which lies directly behind OUTER.
     *
     * @param digest SHA-256 of INNER at {@code digestOffset}; it was computed when INNER was made or received, so an
     *     RH re-authenticates a repair for the cost of its header
     * @return length of the datagram: OUTER, INNER and ICV
     */
    int seal(byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset);

    /** SPI of the epoch under which the next packet will be sealed. */
    int spi();

    /** Counter of the last packet that was sealed in that epoch; 0 before the first. */
    long counter();
}
