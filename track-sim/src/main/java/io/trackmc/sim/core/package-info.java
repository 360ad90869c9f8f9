/** Virtual time, the event queue and seeds: what the rest of the world is deterministic by. */
@NullMarked
package io.trackmc.sim.core;

import org.jspecify.annotations.NullMarked;
