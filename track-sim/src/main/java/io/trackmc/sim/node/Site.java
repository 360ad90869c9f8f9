package io.trackmc.sim.node;

import io.trackmc.sim.core.EventQueue;
import io.trackmc.sim.net.SimNetwork;
import io.trackmc.sim.observe.Observers;
import io.trackmc.sim.observe.Violations;

/**
 * What all hosts of a world have in common.
 *
 * @param queue virtual time
 * @param network between them
 * @param observers of what happens
 * @param violations where a host reports an engine that breaks the rules for all engines
 * @param bench what a host needs for the time of one call
 */
public record Site(EventQueue queue, SimNetwork network, Observers observers, Violations violations,
        Workbench bench) {}
