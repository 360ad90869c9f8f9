package io.trackmc.proto.feedback;

/**
 * Repairs that must go to one child alone whatever was sent before: answers to a repair head that called an INNER bad. In the
 * order in which they were asked for, each once.
 */
public final class DirectRepairs {

    /** Most that wait; who is not answered asks again. */
    public static final int CAPACITY = 128;

    private long[] sequences = {};
    private int[] children = {};
    private int head;
    private int count;

    /** Queues a repair; false when it waits already or there is no room. */
    public boolean add(long sequence, int child) {
        if (count == CAPACITY || contains(sequence, child)) {
            return false;
        }
        if (sequences.length == 0) {
            sequences = new long[CAPACITY];
            children = new int[CAPACITY];
        }
        int i = place(count);
        sequences[i] = sequence;
        children[i] = child;
        count++;
        return true;
    }

    public boolean isEmpty() {
        return count == 0;
    }

    /** Sequence of the oldest; there must be one. */
    public long sequence() {
        return sequences[head];
    }

    /** Child index of the oldest; there must be one. */
    public int child() {
        return children[head];
    }

    /** Removes the oldest. */
    public void remove() {
        head = place(1);
        count--;
    }

    public void clear() {
        count = 0;
    }

    private boolean contains(long sequence, int child) {
        for (int k = 0; k < count; k++) {
            int i = place(k);
            if (sequences[i] == sequence && children[i] == child) {
                return true;
            }
        }
        return false;
    }

    private int place(int ahead) {
        return (head + ahead) % CAPACITY;
    }
}
