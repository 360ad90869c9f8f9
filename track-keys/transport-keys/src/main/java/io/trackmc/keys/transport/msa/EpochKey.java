package io.trackmc.keys.transport.msa;

/** The key of one epoch together with its association. */
public interface EpochKey {

    /** What the key is for. */
    Msa msa();

    /** Overwrites the key with zeros. */
    void destroy();

    /** SPI by which packets name this epoch. */
    default int spi() {
        return msa().spi();
    }

    /** Number of this epoch. */
    default long epoch() {
        return msa().epoch();
    }
}
