package io.trackmc.sim.rekey;

import io.trackmc.proto.protect.KeyChange;
import io.trackmc.proto.protect.KeyLayer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One rekey as the toy authority made it.
 *
 * @param number of the rekey, from 1
 * @param header INNER
 * @param slices INNERs of the chunks, by slice; a region, or -1 for the interior slice
 * @param expelled whom it expels
 */
@SuppressWarnings("ArrayRecordComponent")
record ToyRekey(KeyLayer layer, long number, KeyChange change, byte[] header, Map<Integer, List<byte[]>> slices,
        Set<Integer> expelled) {

    /** Epoch that it brings; the first, before any rekey, is 1. */
    long epoch() {
        return number + 1;
    }
}
