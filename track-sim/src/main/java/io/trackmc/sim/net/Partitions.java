package io.trackmc.sim.net;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Which paths are cut at present. Cuts add up; healing ends all of them. */
final class Partitions {

    private record Cut(BitSet from, BitSet to) {
        boolean separates(int source, int target) {
            return from.get(source) && to.get(target);
        }
    }

    private final List<Cut> cuts = new ArrayList<>();

    void cut(BitSet from, BitSet to) {
        cuts.add(new Cut(from, to));
    }

    void heal() {
        cuts.clear();
    }

    boolean separates(int from, int to) {
        for (int i = 0; i < cuts.size(); i++) {
            if (cuts.get(i).separates(from, to)) {
                return true;
            }
        }
        return false;
    }
}
