package io.trackmc.proto.tree;

/**
 * Node ids that were given up, without duplicates, the first {@link #CAPACITY} of them, each with the number of receivers that went
 * with it and whether it was sent away as too slow.
 *
 * <p>Bounded by what a Track can carry (digest §0.1 no. 7); the count in the Track goes on beyond.
 */
public final class FailureList {

    /** Most ids. */
    public static final int CAPACITY = 64;

    private final int[] ids = new int[CAPACITY];
    private final int[] receivers = new int[CAPACITY];
    private long slow;
    private int size;

    /** Adds an id unless it is there or the list is full. */
    void add(int id, int receiverCount, boolean tooSlow) {
        if (indexOf(id) < 0 && size < CAPACITY) {
            ids[size] = id;
            receivers[size] = receiverCount;
            slow = tooSlow ? slow | 1L << size : slow & ~(1L << size);
            size++;
        }
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
        long before = (1L << index) - 1;
        slow = (slow & before) | ((slow >>> 1) & ~before);
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
        return (slow & 1L << index) != 0;
    }

    void clear() {
        slow = 0;
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
