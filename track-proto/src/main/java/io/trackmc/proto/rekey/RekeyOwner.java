package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.KeyLayer;

/** What a node does about rekeys; called by {@link RekeyIntake} within an input of the engine. */
interface RekeyOwner {

    /** A header was verified; it is kept as {@code part} where there was room. */
    void onHeader(long nowNs, KeyLayer layer, long rekey, @org.jspecify.annotations.Nullable KeptPart part);

    /** A chunk was verified; the same. */
    void onChunk(
            long nowNs, KeyLayer layer, long rekey, int slice, int parentRegion,
            @org.jspecify.annotations.Nullable KeptPart part);

    /** Whether the parent was asked for the rekey after the newest, because it has told of later ones, and did not give it. */
    boolean hasAskedInVain(KeyLayer layer);

    /** Somebody sent what only a later rekey than those known can have; a hint. */
    void onLater(long nowNs, KeyLayer layer, long rekey);
}
