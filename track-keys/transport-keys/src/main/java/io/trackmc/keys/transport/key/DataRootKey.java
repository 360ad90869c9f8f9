package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyClass;

/** Root of the hop keys of the data channel in one epoch. */
public final class DataRootKey extends HopRoot {

    /** Holds nothing until {@link KeySchedule#dataRootKey} fills it. */
    public DataRootKey() {}

    @Override
    public KeyClass keyClass() {
        return KeyClass.DATA;
    }
}
