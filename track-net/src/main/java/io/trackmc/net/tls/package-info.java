/** Frames over TLS between nodes and authorities: a server that holds out against crowds and silence, and a client. */
@NullMarked
package io.trackmc.net.tls;

import org.jspecify.annotations.NullMarked;
