/** Fail-over drills: scripted faults with stated promises, measured from outside the engines. */
@NullMarked
package io.trackmc.sim.drill;

import org.jspecify.annotations.NullMarked;
