package io.trackmc.keys.transport.key;

import io.trackmc.proto.protect.KeyClass;

/** SAK: root of the hop keys of a local control channel with leaves, in one epoch (security rules, "Which key"). */
public final class SubgroupAuthKey extends HopRoot {

    /** Holds nothing until {@link KeySchedule#subgroupAuthKey} fills it. */
    public SubgroupAuthKey() {}

    @Override
    public KeyClass keyClass() {
        return KeyClass.REGION;
    }
}
