package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyClass;

/**
 * The pseudorandom key (PRK in wire format §4.2) from which the hop keys of one key class and epoch are expanded. Its type
 * settles the class that goes into the derivation, so that a key of one class cannot be expanded under the label of another.
 */
public abstract sealed class HopRoot extends Secret
        permits DataRootKey, SubgroupAuthKey, InteriorRegionKey, LeafPairKey, InteriorPairKey, StalePairKey {

    HopRoot() {}

    /** The class of every hop key expanded from this root. */
    public abstract KeyClass keyClass();
}
