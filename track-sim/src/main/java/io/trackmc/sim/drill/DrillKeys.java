package io.trackmc.sim.drill;

/**
 * How the authorities of a drill change keys.
 *
 * @param rekeyEveryNs both layers anew so often; 0 for only when they are asked to
 * @param notBeforeNs earliest changeover, after the rekey was made
 * @param hardNs changeover at the latest, though somebody may lack the keys
 * @param overlapNs how long the transport epoch before is accepted after the changeover
 * @param join whether a node that is started again asks the authorities for its keys, or goes on from its bundles
 */
public record DrillKeys(long rekeyEveryNs, long notBeforeNs, long hardNs, long overlapNs, boolean join) {}
