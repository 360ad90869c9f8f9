package io.trackmc.proto.repairhead;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The complaints of a repair head's children that are not decided yet; bounded by {@link #CAPACITY}. */
final class Complaints {

    /** Most sequences that are being fetched again at once. */
    static final int CAPACITY = 64;

    private @Nullable Complaint[] open = {};
    private final int children;
    private int count;

    /** @param children places for children of the repair head */
    Complaints(int children) {
        this.children = children;
    }

    boolean isFull() {
        return count == CAPACITY;
    }

    int size() {
        return count;
    }

    Complaint get(int index) {
        return Objects.requireNonNull(open[index]);
    }

    /** The open complaint about a sequence, or null. */
    @Nullable
    Complaint find(long sequence) {
        for (int i = 0; i < count; i++) {
            if (get(i).sequence() == sequence) {
                return get(i);
            }
        }
        return null;
    }

    /** Opens a complaint about a sequence that has none. There must be room. */
    Complaint open(long sequence, byte[] digest) {
        if (open.length == 0) {
            open = new Complaint[CAPACITY];
        }
        Complaint complaint = open[count];
        if (complaint == null) {
            complaint = new Complaint(children);
            open[count] = complaint;
        }
        count++;
        complaint.open(sequence, digest);
        return complaint;
    }

    void close(long sequence) {
        for (int i = 0; i < count; i++) {
            if (get(i).sequence() == sequence) {
                closeAt(i);
                return;
            }
        }
    }

    /** Closes those about sequences that a store has no place for any more. */
    void closeThrough(long sequence) {
        for (int i = count - 1; i >= 0; i--) {
            if (get(i).sequence() <= sequence) {
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
