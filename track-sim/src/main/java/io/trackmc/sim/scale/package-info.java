/** Large trees: one session, from joining to the end, with what it costs at the sender, at repair heads and in memory. */
@NullMarked
package io.trackmc.sim.scale;

import org.jspecify.annotations.NullMarked;
