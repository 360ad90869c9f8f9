/** What a run shows to checkers, hashes and traces. */
@NullMarked
package io.trackmc.sim.observe;

import org.jspecify.annotations.NullMarked;
