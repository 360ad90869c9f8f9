/** What goes wrong in a run besides the faults of links: pauses, crashes, partitions, clogged paths, attackers. */
@NullMarked
package io.trackmc.sim.fault;

import org.jspecify.annotations.NullMarked;
