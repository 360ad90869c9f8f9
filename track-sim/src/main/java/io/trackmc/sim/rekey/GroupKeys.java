package io.trackmc.sim.rekey;

import io.trackmc.sim.check.ExpulsionChecker;
import io.trackmc.sim.tree.NodeKeys;

/** Keys of nodes that follow the rekeys of {@link GroupTrees}. */
public interface GroupKeys extends NodeKeys {

    /** All content keys that a receiver has, and gets by rekeys from now on. */
    ExpulsionChecker.Hoard hoard(int receiver);
}
