/** Hosts that run engines: clocks, sockets, pauses, crashes and restarts. */
@NullMarked
package io.trackmc.sim.node;

import org.jspecify.annotations.NullMarked;
