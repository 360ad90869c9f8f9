package io.trackmc.sim.node;

/** Starts a node, and starts it again after a crash: each run gets a new engine with an empty memory. */
@FunctionalInterface
public interface Launcher {

    /**
     * Starts one run.
     *
     * @param launch what this run is
     * @param nowNs time of the node's own clock
     */
    Program launch(Launch launch, long nowNs);
}
