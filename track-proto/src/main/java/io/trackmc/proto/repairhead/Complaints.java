package io.trackmc.proto.repairhead;

import org.jspecify.annotations.Nullable;

/** The complaints of a repair head's children that are not decided yet; bounded by {@link #CAPACITY}. */
final class Complaints {

    /** Most sequences that are being fetched again at once. */
    static final int CAPACITY = 64;

    private final Complaint[] open = new Complaint[CAPACITY];
    private int count;

    /** @param children places for children of the repair head */
    Complaints(int children) {
        for (int i = 0; i < CAPACITY; i++) {
            open[i] = new Complaint(children);
        }
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    int size() {
        return count;
    }

    Complaint get(int index) {
        return open[index];
    }

    /** The open complaint about a sequence, or null. */
    @Nullable
    Complaint find(long sequence) {
        for (int i = 0; i < count; i++) {
            if (open[i].sequence() == sequence) {
                return open[i];
            }
        }
        return null;
    }

    /** Opens a complaint about a sequence that has none. There must be room. */
    Complaint open(long sequence, byte[] digest) {
        Complaint complaint = open[count++];
        complaint.open(sequence, digest);
        return complaint;
    }

    void close(long sequence) {
        for (int i = 0; i < count; i++) {
            if (open[i].sequence() == sequence) {
                closeAt(i);
                return;
            }
        }
    }

    /** Closes those about sequences that a store has no place for any more. */
    void closeThrough(long sequence) {
        for (int i = count - 1; i >= 0; i--) {
            if (open[i].sequence() <= sequence) {
                closeAt(i);
            }
        }
    }

    void clear() {
        count = 0;
    }

    private void closeAt(int index) {
        count--;
        Complaint closed = open[index];
        open[index] = open[count];
        open[count] = closed;
    }
}
