package io.trackmc.receiver;

/**
 * Which sequence is through when the application is through with so many records: pairs of both numbers, ascending, one for each
 * batch that was handed over and not confirmed yet. There are never more than records fit into the ring.
 */
final class Checkpoints {

    private static final int FIRST_CAPACITY = 64;

    private long[] records = new long[FIRST_CAPACITY];
    private long[] sequences = new long[FIRST_CAPACITY];
    private int head;
    private int size;

    /** Notes that all sequences up to {@code sequence} are in the first {@code recordCount} records. */
    void add(long recordCount, long sequence) {
        if (size > 0 && records[place(size - 1)] == recordCount) {
            sequences[place(size - 1)] = sequence;
            return;
        }
        if (size == records.length) {
            grow();
        }
        records[place(size)] = recordCount;
        sequences[place(size)] = sequence;
        size++;
    }

    /** Highest sequence that is through with the first {@code recordCount} records, or -1 when none is newly; forgets it. */
    long through(long recordCount) {
        long sequence = -1;
        while (size > 0 && records[head] <= recordCount) {
            sequence = sequences[head];
            head = head + 1 & records.length - 1;
            size--;
        }
        return sequence;
    }

    void clear() {
        head = 0;
        size = 0;
    }

    private int place(int index) {
        return head + index & records.length - 1;
    }

    private void grow() {
        long[] moreRecords = new long[2 * size];
        long[] moreSequences = new long[2 * size];
        for (int i = 0; i < size; i++) {
            moreRecords[i] = records[place(i)];
            moreSequences[i] = sequences[place(i)];
        }
        records = moreRecords;
        sequences = moreSequences;
        head = 0;
    }
}
