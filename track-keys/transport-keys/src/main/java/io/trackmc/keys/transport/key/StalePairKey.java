package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyClass;

/** Root of the keys between a parent and a child that has missed epochs; of no epoch itself. */
public final class StalePairKey extends HopRoot {

    /** Holds nothing until {@link KeySchedule#stalePairKey} fills it. */
    public StalePairKey() {}

    @Override
    public KeyClass keyClass() {
        return KeyClass.STALE_PAIR;
    }
}
