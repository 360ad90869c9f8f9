/** Rekeys in simulated worlds: authorities whose signatures are toys, and whose epochs are real. */
@org.jspecify.annotations.NullMarked
package io.trackmc.sim.rekey;
