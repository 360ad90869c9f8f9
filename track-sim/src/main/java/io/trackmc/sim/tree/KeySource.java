package io.trackmc.sim.tree;

import io.trackmc.keys.transport.bundle.ParentSecrets;

/** Where a node asks, once it runs, for keys that it was not given before: in a deployment, its authority. */
@FunctionalInterface
public interface KeySource {

    /** What {@code child} needs to bind to {@code parent}. */
    ParentSecrets parentSecrets(int child, int parent);
}
