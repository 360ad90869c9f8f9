package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyClass;

/** Root of the hop keys of a local control channel with repair-head children only, in one epoch. */
public final class InteriorRegionKey extends HopRoot {

    /** Holds nothing until {@link KeySchedule#interiorRegionKey} fills it. */
    public InteriorRegionKey() {}

    @Override
    public KeyClass keyClass() {
        return KeyClass.INTERIOR_REGION;
    }
}
