/** The whole: topology, run loop, budget, verdict. */
@NullMarked
package io.trackmc.sim.world;

import org.jspecify.annotations.NullMarked;
