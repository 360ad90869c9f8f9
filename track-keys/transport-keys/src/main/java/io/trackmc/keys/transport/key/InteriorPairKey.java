package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyClass;

/** Root of the hop keys between a parent and a repair head, in one epoch. */
public final class InteriorPairKey extends HopRoot {

    /** Holds nothing until {@link KeySchedule#interiorPairKey} fills it. */
    public InteriorPairKey() {}

    @Override
    public KeyClass keyClass() {
        return KeyClass.INTERIOR_PAIR;
    }
}
