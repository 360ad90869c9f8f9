package io.trackmc.sim.fast;

import io.trackmc.keys.transport.msa.EpochKey;
import io.trackmc.keys.transport.msa.Msa;

/**
 * One epoch of a layer and a number that stands for its key. All nodes that have found the same key may share one.
 *
 * @param key what a real key was digested to
 */
record FastEpoch(Msa msa, long key) implements EpochKey {

    /** There is nothing secret to erase. */
    @Override
    public void destroy() {
        // A number that stands for a key is none.
    }
}
