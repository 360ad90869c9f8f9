package io.trackmc.proto.repairhead;

/**
 * Sequences whose INNER a receiver could not open, and which are fetched again under the pair key (security rules, "Cache
 * poisoning"). Each sequence is fetched again once; bounded by {@link #CAPACITY}.
 */
final class Refetch {

    /** Most sequences that are being fetched again at once. */
    static final int CAPACITY = 64;

    private static final int REMEMBERED = 256;

    private final long[] waiting = new long[CAPACITY];
    private final long[] done = new long[REMEMBERED];
    private int count;

    /** Begins to fetch a sequence again; false when that was done before or too many are being fetched. */
    boolean add(long sequence) {
        if (count == CAPACITY || contains(sequence) || done[(int) sequence & (REMEMBERED - 1)] == sequence) {
            return false;
        }
        waiting[count++] = sequence;
        done[(int) sequence & (REMEMBERED - 1)] = sequence;
        return true;
    }

    boolean contains(long sequence) {
        return indexOf(sequence) >= 0;
    }

    int size() {
        return count;
    }

    long get(int index) {
        return waiting[index];
    }

    /** The sequence came. */
    void remove(long sequence) {
        int index = indexOf(sequence);
        if (index >= 0) {
            waiting[index] = waiting[--count];
        }
    }

    void clear() {
        count = 0;
        java.util.Arrays.fill(done, 0);
    }

    private int indexOf(long sequence) {
        for (int i = 0; i < count; i++) {
            if (waiting[i] == sequence) {
                return i;
            }
        }
        return -1;
    }
}
