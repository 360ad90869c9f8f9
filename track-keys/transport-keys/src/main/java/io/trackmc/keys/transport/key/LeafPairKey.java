package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyClass;

/** Root of the hop keys between a parent and a receiver, in one epoch. */
public final class LeafPairKey extends HopRoot {

    /** Holds nothing until {@link KeySchedule#leafPairKey} fills it. */
    public LeafPairKey() {}

    @Override
    public KeyClass keyClass() {
        return KeyClass.LEAF_PAIR;
    }
}
