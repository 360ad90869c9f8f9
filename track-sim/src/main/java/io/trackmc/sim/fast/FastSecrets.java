package io.trackmc.sim.fast;

import io.trackmc.keys.transport.msa.KeyRing;
import io.trackmc.proto.protect.KeyClass;

/** What one node was given of the transport layer, each secret as a number that stands for it. */
interface FastSecrets {

    /** Installed epochs. */
    KeyRing<FastEpoch> ring();

    /** The secret of a region that the node may have, in an epoch. */
    long region(int region, long epoch);

    /**
     * From what the keys of a region's channel follow in one epoch.
     *
     * @param keyClass REGION or INTERIOR_REGION
     */
    default long regionRoot(KeyClass keyClass, int region, FastEpoch epoch) {
        long root = keyClass == KeyClass.REGION ? epoch.key() : interiorRoot(epoch);
        return Checksum.key(root, region(region, epoch.epoch()));
    }

    /** From what all keys of sender and repair heads among themselves follow in one epoch. */
    default long interiorRoot(FastEpoch epoch) {
        return Checksum.key(epoch.key(), interior(epoch.epoch()));
    }

    /** Whether it has what {@link #regionRoot} takes; a child of another tenant is given it for one epoch after the other. */
    default boolean hasRegionRoot(int region, FastEpoch epoch) {
        return true;
    }

    /** The secret of sender and repair heads in an epoch. */
    long interior(long epoch);

    /** What a parent and a child have in common, for good; one of them is this node. */
    long bindKey(int parent, int child);
}
