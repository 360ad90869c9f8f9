/** Checkers outside the engines: each watches a run and reports what must never happen. */
@NullMarked
package io.trackmc.sim.check;

import org.jspecify.annotations.NullMarked;
