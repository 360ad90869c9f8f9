package io.trackmc.keys.transport.rekey;

import java.util.Arrays;

/** Nodes that verified headers expelled, in the order in which that became known; an id once only. Takes no room while there are none. */
final class ExpelledNodes {

    /** Most that are kept: as many as a group has nodes. */
    static final int MAX = 1 << 20;

    private static final int[] NONE = new int[0];
    private static final int LEAST = 16;
    private static final int SPREAD = 0x9E37_79B9;
    /** Reserved on the wire; marks a free place of the table. */
    private static final int NOBODY = 0;

    private int[] order = NONE;
    private int[] table = NONE;
    private int size;

    void add(int id) {
        if (id == NOBODY || size >= MAX || contains(id)) {
            return;
        }
        if (size == order.length) {
            order = Arrays.copyOf(order, Math.max(LEAST, 2 * size));
            table = new int[2 * order.length];
            for (int i = 0; i < size; i++) {
                table[place(order[i])] = order[i];
            }
        }
        order[size++] = id;
        table[place(id)] = id;
    }

    boolean contains(int id) {
        return id != NOBODY && size > 0 && table[place(id)] == id;
    }

    int size() {
        return size;
    }

    int at(int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException(index);
        }
        return order[index];
    }

    /** Where an id is, or belongs: at most half of the table is taken. */
    private int place(int id) {
        int at = (id * SPREAD) >>> (Integer.numberOfLeadingZeros(table.length) + 1);
        while (table[at] != NOBODY && table[at] != id) {
            at = (at + 1) & (table.length - 1);
        }
        return at;
    }
}
