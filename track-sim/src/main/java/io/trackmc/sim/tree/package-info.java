/** The production engines with their real keys as programs of simulated nodes. */
@NullMarked
package io.trackmc.sim.tree;

import org.jspecify.annotations.NullMarked;
