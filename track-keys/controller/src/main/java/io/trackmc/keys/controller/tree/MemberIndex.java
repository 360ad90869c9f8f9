package io.trackmc.keys.controller.tree;

import java.util.Arrays;
import java.util.function.IntConsumer;

/** Home region and leaf by node id: open addressing over two arrays, 12 bytes a place. Node id 0 is nobody's. */
final class MemberIndex {

    private static final int MIN_PLACES = 16;

    private int[] ids = new int[MIN_PLACES];
    private long[] values = new long[MIN_PLACES];
    private int size;

    int size() {
        return size;
    }

    boolean contains(int id) {
        return ids[place(ids, id)] == id && id != 0;
    }

    int region(int id) {
        return (int) (valueOf(id) >>> Integer.SIZE);
    }

    int leaf(int id) {
        return (int) valueOf(id);
    }

    void put(int id, int region, int leaf) {
        if (3 * (size + 1) > 2 * ids.length) {
            grow();
        }
        int place = place(ids, id);
        size += ids[place] == id ? 0 : 1;
        ids[place] = id;
        values[place] = (Integer.toUnsignedLong(region) << Integer.SIZE) | leaf;
    }

    /** Closes the hole, so that nobody behind it is lost. */
    void remove(int id) {
        int hole = place(ids, id);
        if (ids[hole] != id) {
            return;
        }
        size--;
        ids[hole] = 0;
        int mask = ids.length - 1;
        for (int at = (hole + 1) & mask; ids[at] != 0; at = (at + 1) & mask) {
            int moved = ids[at];
            long value = values[at];
            ids[at] = 0;
            int place = place(ids, moved);
            ids[place] = moved;
            values[place] = value;
        }
    }

    void forEach(IntConsumer action) {
        Arrays.stream(ids).filter(id -> id != 0).forEach(action);
    }

    private long valueOf(int id) {
        int place = place(ids, id);
        if (id == 0 || ids[place] != id) {
            throw new IllegalArgumentException("node " + Integer.toUnsignedString(id) + " is no member");
        }
        return values[place];
    }

    private void grow() {
        int[] wider = new int[2 * ids.length];
        long[] widerValues = new long[2 * ids.length];
        for (int i = 0; i < ids.length; i++) {
            if (ids[i] != 0) {
                int place = place(wider, ids[i]);
                wider[place] = ids[i];
                widerValues[place] = values[i];
            }
        }
        ids = wider;
        values = widerValues;
    }

    private static int place(int[] table, int id) {
        int mask = table.length - 1;
        int place = ((id * 0x9E3779B9) >>> 7) & mask;
        while (table[place] != 0 && table[place] != id) {
            place = (place + 1) & mask;
        }
        return place;
    }
}
