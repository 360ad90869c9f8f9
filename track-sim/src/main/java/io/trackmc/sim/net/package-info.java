/** The network between nodes and every way in which it misbehaves. */
@NullMarked
package io.trackmc.sim.net;

import org.jspecify.annotations.NullMarked;
