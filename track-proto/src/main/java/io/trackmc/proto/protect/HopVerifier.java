package io.trackmc.proto.protect;

import io.trackmc.proto.event.DropReason;
import org.jspecify.annotations.Nullable;

/**
 * Checks the packets that one origin run sends on one hop: under one class, direction and destination.
 *
 * <p>Order of checks (security rules, "Acceptance of a packet"): class and direction, origin, incarnation, SPI, replay
 * pre-check, ICV in constant time, replay commit. Only packets without INNER have a replay window here; a duplicate
 * INNER is known by its sequence. Not thread-safe.
 */
public interface HopVerifier {

    /**
     * Verifies a packet without INNER and commits its counter to the replay window.
     *
     * @param datagram OUTER at {@code offset}, directly followed by the 16 bytes of the ICV
     * @return why the packet must be dropped, or null when it is authentic and new
     */
    @Nullable
    DropReason verify(byte[] datagram, int offset, int outerLength);

    /**
     * Verifies a packet with INNER; computes the digest of INNER on the way.
     *
     * @param datagram OUTER at {@code offset}, directly followed by {@code innerLength} bytes of INNER and the ICV
     * @param digest receives SHA-256(INNER) at {@code digestOffset}; undefined when the packet is dropped
     * @return why the packet must be dropped, or null when it is authentic
     */
    @Nullable
    DropReason verify(
            byte[] datagram, int offset, int outerLength, int innerLength, byte[] digest, int digestOffset);

    /**
     * Takes a counter that the origin itself, or who has it from there, told under a pair key: packets without INNER at or below it
     * are dropped from now on, and a replay window that a forged counter has led astray goes back to it.
     *
     * @param spi epoch whose counter it is; another than those installed changes nothing
     * @param counter last one that was used; 0 when that is not known, which changes nothing
     */
    void floor(int spi, long counter);

    /** Forgets the floors of all epochs, because who told them is the parent no more. What was seen stays. */
    void liftFloors();
}
