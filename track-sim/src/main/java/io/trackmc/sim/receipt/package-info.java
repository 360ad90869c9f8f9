/** Receipts of the parents of a world, and what they must add up to. */
@NullMarked
package io.trackmc.sim.receipt;

import org.jspecify.annotations.NullMarked;
