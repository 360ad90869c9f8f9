package io.trackmc.proto.tree;

/** How many receivers had confirmed below each run of a repair head that fell silent, of the first {@link #CAPACITY} of them. */
final class KeptCounts {

    /** Most runs. */
    static final int CAPACITY = 64;

    private int[] ids = {};
    private long[] runs = {};
    private int[] complete = {};
    private int[] late = {};
    private int size;

    /** Adds the counts of a run that is not there; false when the list is full. */
    boolean add(int id, long run, int completeCount, int lateCount) {
        if (size == CAPACITY) {
            return false;
        }
        if (ids.length == 0) {
            ids = new int[CAPACITY];
            runs = new long[CAPACITY];
            complete = new int[CAPACITY];
            late = new int[CAPACITY];
        }
        ids[size] = id;
        runs[size] = run;
        complete[size] = completeCount;
        late[size] = lateCount;
        size++;
        return true;
    }

    /** Place of a run until the next {@link #remove}; -1 when it is not there. */
    int find(int id, long run) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id && runs[i] == run) {
                return i;
            }
        }
        return -1;
    }

    /** Receivers that had confirmed from the first sequence on. */
    int complete(int place) {
        return complete[place];
    }

    /** Receivers that had come late and confirmed. */
    int late(int place) {
        return late[place];
    }

    /** Takes out what is at a place that {@link #find} told. */
    void remove(int place) {
        size--;
        ids[place] = ids[size];
        runs[place] = runs[size];
        complete[place] = complete[size];
        late[place] = late[size];
    }

    void clear() {
        size = 0;
    }
}
