package io.trackmc.sim.net;

import java.util.BitSet;
import java.util.Map;
import java.util.TreeMap;

/** Multicast groups: the data channel, and one local control channel per region, named by its repair head. */
final class Groups {

    private static final BitSet NOBODY = new BitSet();

    private final BitSet data = new BitSet();
    private final Map<Integer, BitSet> regions = new TreeMap<>();

    void joinData(int node) {
        data.set(node);
    }

    void joinRegion(int node, int repairHead) {
        regions.computeIfAbsent(repairHead, ignored -> new BitSet()).set(node);
    }

    /** Members of the data channel; not to be changed. */
    BitSet data() {
        return data;
    }

    /** Members of the local control channel of {@code repairHead}; not to be changed. */
    BitSet region(int repairHead) {
        return regions.getOrDefault(repairHead, NOBODY);
    }
}
