package io.trackmc.sim.net;

import java.util.BitSet;
import org.agrona.collections.Int2ObjectHashMap;
import org.agrona.collections.IntArrayList;

/** Multicast groups: the data channel, and one local control channel per region, named by its repair head. */
final class Groups {

    private static final IntArrayList NOBODY = new IntArrayList();

    private final BitSet data = new BitSet();
    private final Int2ObjectHashMap<IntArrayList> regions = new Int2ObjectHashMap<>();

    void joinData(int node) {
        data.set(node);
    }

    void joinRegion(int node, int repairHead) {
        IntArrayList members = regions.computeIfAbsent(repairHead, ignored -> new IntArrayList());
        int at = members.size();
        while (at > 0 && members.getInt(at - 1) > node) {
            at--;
        }
        if (at == 0 || members.getInt(at - 1) != node) {
            members.add(at, node);
        }
    }

    /** Members of the data channel; not to be changed. */
    BitSet data() {
        return data;
    }

    /** Members of the local control channel of {@code repairHead}, by ascending id; not to be changed. */
    IntArrayList region(int repairHead) {
        return regions.getOrDefault(repairHead, NOBODY);
    }
}
