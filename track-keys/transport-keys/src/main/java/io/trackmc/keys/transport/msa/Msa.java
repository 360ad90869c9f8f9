package io.trackmc.keys.transport.msa;

import java.util.Objects;

/**
 * Multicast security association: what everybody must agree on about one epoch of one layer of a group. Holds no key.
 *
 * @param gid the group
 * @param spi names group and epoch in packets; not 0
 * @param layer what it protects; with gid and spi it identifies the association
 * @param epoch number of the epoch, rising with each rekey
 * @param parameters how it protects
 */
public record Msa(long gid, int spi, MsaLayer layer, long epoch, MsaParameters parameters) {

    /** Checks that the SPI is one that may travel in a packet. */
    public Msa {
        Objects.requireNonNull(layer);
        Objects.requireNonNull(parameters);
        if (spi == 0) {
            throw new IllegalArgumentException("SPI 0 is reserved");
        }
    }

    /** Whether packets with these fields belong to this association. */
    public boolean isFor(long group, int packetSpi, MsaLayer packetLayer) {
        return gid == group && spi == packetSpi && layer == packetLayer;
    }
}
