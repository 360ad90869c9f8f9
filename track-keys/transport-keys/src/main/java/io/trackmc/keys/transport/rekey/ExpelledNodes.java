package io.trackmc.keys.transport.rekey;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Nodes that verified headers expelled, in the order in which that became known; an id once only. */
final class ExpelledNodes {

    /** Most that are kept: as many as a group has nodes. */
    static final int MAX = 1 << 20;

    private final Set<Integer> ids = new HashSet<>();
    private int[] order = new int[16];

    void add(int id) {
        if (ids.size() < MAX && ids.add(id)) {
            int at = ids.size() - 1;
            if (at == order.length) {
                order = Arrays.copyOf(order, 2 * at);
            }
            order[at] = id;
        }
    }

    boolean contains(int id) {
        return ids.contains(id);
    }

    int size() {
        return ids.size();
    }

    int at(int index) {
        if (index >= ids.size()) {
            throw new IndexOutOfBoundsException(index);
        }
        return order[index];
    }
}
