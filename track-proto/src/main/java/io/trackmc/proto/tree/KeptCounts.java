package io.trackmc.proto.tree;

/** How many receivers had confirmed below each run of a repair head that fell silent, of the first {@link #CAPACITY} of them. */
final class KeptCounts {

    /** Most runs. */
    static final int CAPACITY = 64;

    private final int[] ids = new int[CAPACITY];
    private final long[] runs = new long[CAPACITY];
    private final int[] counts = new int[CAPACITY];
    private int size;

    /** Adds the count of a run that is not there; false when the list is full. */
    boolean add(int id, long run, int count) {
        if (size == CAPACITY) {
            return false;
        }
        ids[size] = id;
        runs[size] = run;
        counts[size] = count;
        size++;
        return true;
    }

    /** Takes a run out; returns its count, 0 when it was not there. */
    int remove(int id, long run) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id && runs[i] == run) {
                int count = counts[i];
                size--;
                ids[i] = ids[size];
                runs[i] = runs[size];
                counts[i] = counts[size];
                return count;
            }
        }
        return 0;
    }

    void clear() {
        size = 0;
    }
}
