package io.trackmc.proto.protect;

/** Decrypts INNERs of sources under the GroupDataKey (wire format §3.2). Not thread-safe. */
public interface ContentOpener {

    /** Returned by {@link #open} when the content SPI is not known. */
    int UNKNOWN_SPI = -1;

    /** Returned by {@link #open} when the tag is wrong. */
    int FORGED = -2;

    /** Newest installed content epoch. */
    long contentEpoch();

    /**
     * Decrypts one INNER whose header and lengths have been checked.
     *
     * @param source full incarnation of the source named in the header
     * @param inner INNER at {@code offset}, {@code length} bytes
     * @param content receives the plaintext at {@code contentOffset}; undefined when a negative value is returned
     * @return length of the plaintext (0 or more), {@link #UNKNOWN_SPI} or {@link #FORGED}
     */
    int open(Incarnation source, byte[] inner, int offset, int length, byte[] content, int contentOffset);
}
