/** Worlds drawn from a seed: who is where, what is sent, what goes wrong, and what must hold all the same. */
@NullMarked
package io.trackmc.sim.scenario;

import org.jspecify.annotations.NullMarked;
