package io.trackmc.proto.protect;

/**
 * Encrypts INNERs of one source run under the GroupDataKey (wire format §3.2).
 *
 * <p>Refuses to seal a (stream, sequence) that is not higher than all before it on that stream: a nonce can never repeat. Not
 * thread-safe.
 */
public interface ContentSealer {

    /** Length of the AEAD tag behind the content. */
    int TAG_LENGTH = 16;

    /** Content SPI to write into the header of the next INNER. */
    int contentSpi();

    /** Suite to write into the header: 1 for AES-256-GCM. */
    int suite();

    /** Newest installed content epoch. */
    long contentEpoch();

    /**
     * Highest sequence of the data stream that may be sealed: above it the run's content key counts as used up. Control records are
     * sealed all the same, so that a session can be closed.
     */
    long lastSequence();

    /**
     * Encrypts the content in place and writes the tag behind it.
     *
     * @param inner the complete INNER header (32 bytes) at {@code offset}, directly followed by {@code contentLength} bytes
     *     of plaintext and room for the tag
     * @return length of INNER: header, content and tag
     * @throws IllegalStateException when the sequence in the header was sealed before
     */
    int seal(byte[] inner, int offset, int contentLength);
}
