/** Multicast security associations, their database, and the ring of epochs from which a packet's SPI chooses. */
@NullMarked
package io.trackmc.keys.transport.msa;

import org.jspecify.annotations.NullMarked;
