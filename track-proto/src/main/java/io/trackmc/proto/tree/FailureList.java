package io.trackmc.proto.tree;

/**
 * Node ids of receivers that were given up, without duplicates, the first {@link #CAPACITY} of them.
 *
 * <p>Bounded by what a Track can carry (digest §0.1 no. 7); the count in the Track goes on beyond.
 */
public final class FailureList {

    /** Most ids. */
    public static final int CAPACITY = 64;

    private final int[] ids = new int[CAPACITY];
    private int size;

    /** Adds an id unless it is there or the list is full. */
    public void add(int id) {
        if (indexOf(id) < 0 && size < CAPACITY) {
            ids[size++] = id;
        }
    }

    /** Takes an id out: the receiver is back. */
    public void remove(int id) {
        int index = indexOf(id);
        if (index >= 0) {
            System.arraycopy(ids, index + 1, ids, index, size - index - 1);
            size--;
        }
    }

    public int size() {
        return size;
    }

    public int get(int index) {
        return ids[index];
    }

    public void clear() {
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
