package io.trackmc.proto.tree;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Node ids that were given up, without duplicates, as many as there is room for, each with the number of receivers that went with it and
 * whether it was sent away as too slow.
 *
 * <p>A Track carries the first {@link #CAPACITY} of them (digest §0.1 no. 7), and counts all.
 */
public final class FailureList {

    /** Most ids that are told to a parent. */
    public static final int CAPACITY = 64;

    private final int capacity;
    private int[] ids = new int[0];
    private int[] receivers = new int[0];
    private final BitSet slow = new BitSet();
    private int size;

    /** @param capacity most ids; memory is taken as they come */
    FailureList(int capacity) {
        this.capacity = capacity;
    }

    /** Adds an id unless it is there or the list is full; returns whether it did. */
    boolean add(int id, int receiverCount, boolean tooSlow) {
        if (size == capacity || indexOf(id) >= 0) {
            return false;
        }
        if (size == ids.length) {
            int length = Math.min(capacity, Math.max(CAPACITY, 2 * size));
            ids = Arrays.copyOf(ids, length);
            receivers = Arrays.copyOf(receivers, length);
        }
        ids[size] = id;
        receivers[size] = receiverCount;
        slow.set(size, tooSlow);
        size++;
        return true;
    }

    /** Takes an id out, for it is back; returns the receivers that went with it, 0 when it was not in the list. */
    int remove(int id) {
        int index = indexOf(id);
        if (index < 0) {
            return 0;
        }
        int removed = receivers[index];
        System.arraycopy(ids, index + 1, ids, index, size - index - 1);
        System.arraycopy(receivers, index + 1, receivers, index, size - index - 1);
        size--;
        for (int i = index; i < size; i++) {
            slow.set(i, slow.get(i + 1));
        }
        slow.clear(size);
        return removed;
    }

    public int size() {
        return size;
    }

    public int get(int index) {
        return ids[index];
    }

    /** Whether it was sent away as too slow; else it fell silent. */
    public boolean isTooSlow(int index) {
        return slow.get(index);
    }

    void clear() {
        slow.clear();
        size = 0;
    }

    private int indexOf(int id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
