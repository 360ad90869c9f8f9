package io.trackmc.proto.feedback;

/**
 * Repairs that a parent owes its children, in the order in which they were asked for, each sequence once.
 *
 * <p>One requester gets its repair by unicast, several get it together on the local control channel. A repair that was just
 * sent is not sent again to whom it reached until the hold-off is over: the request crossed it on the way (digest §2.4,
 * "Embargo"). Bounded by the window: one place per sequence of the ring. A sequence takes over the place of the one a capacity
 * older, which the parent's store holds no longer.
 */
public final class RepairQueue {

    /** Scope of a repair that goes to the whole region. Other scopes are child indexes, 0 or more. */
    public static final int REGION = -1;

    private static final int NOT_QUEUED = -2;
    private static final int NEVER_SENT = -3;

    private final long[] queue;
    private final int[] pendingScope;
    private final long[] sequenceOf;
    private final int[] sentScope;
    private final long[] sentNs;
    private final int mask;
    private long head;
    private long tail;

    /** @param capacity packets that the parent keeps, a power of two */
    public RepairQueue(int capacity) {
        this.queue = new long[capacity];
        this.pendingScope = new int[capacity];
        this.sequenceOf = new long[capacity];
        this.sentScope = new int[capacity];
        this.sentNs = new long[capacity];
        this.mask = capacity - 1;
    }

    /**
     * Child number {@code child} asks for {@code sequence}, which the parent holds.
     *
     * @param holdoffNs how long a sent repair answers further requests
     * @return whether a repair was queued; false when one is queued or on its way already, or the queue is full
     */
    public boolean request(long nowNs, long sequence, int child, long holdoffNs) {
        int i = adopt(sequence);
        if (pendingScope[i] != NOT_QUEUED) {
            pendingScope[i] = pendingScope[i] == child ? child : REGION;
            return false;
        }
        int scope = child;
        if (sentScope[i] != NEVER_SENT && nowNs - sentNs[i] < holdoffNs) {
            if (sentScope[i] == REGION || sentScope[i] == child) {
                return false;
            }
            scope = REGION;
        }
        return enqueue(i, sequence, scope);
    }

    /** Queues a repair for the whole region, whatever was sent before. */
    public boolean requestForRegion(long sequence) {
        int i = adopt(sequence);
        if (pendingScope[i] != NOT_QUEUED) {
            pendingScope[i] = REGION;
            return false;
        }
        return enqueue(i, sequence, REGION);
    }

    /** Forgets that {@code sequence} was sent: what was sent for it does not answer requests. */
    public void forgetSent(long sequence) {
        int i = (int) sequence & mask;
        if (sequenceOf[i] == sequence) {
            sentScope[i] = NEVER_SENT;
        }
    }

    public boolean isEmpty() {
        return head == tail;
    }

    /** Oldest queued sequence; the queue must not be empty. */
    public long peek() {
        return queue[(int) head & mask];
    }

    /** Scope of {@link #peek()}: {@link #REGION} or a child index. */
    public int peekScope() {
        return pendingScope[(int) peek() & mask];
    }

    /** Removes {@link #peek()} after it was sent. */
    public void sent(long nowNs) {
        int i = (int) peek() & mask;
        sentScope[i] = pendingScope[i];
        sentNs[i] = nowNs;
        drop();
    }

    /** Removes {@link #peek()} without sending it. */
    public void drop() {
        pendingScope[(int) peek() & mask] = NOT_QUEUED;
        skipOvertaken();
    }

    /** Forgets everything. */
    public void clear() {
        head = 0;
        tail = 0;
        java.util.Arrays.fill(sequenceOf, 0);
    }

    private int adopt(long sequence) {
        int i = (int) sequence & mask;
        if (sequenceOf[i] != sequence) {
            sequenceOf[i] = sequence;
            pendingScope[i] = NOT_QUEUED;
            sentScope[i] = NEVER_SENT;
            skipOvertaken();
        }
        return i;
    }

    /** The head is never a sequence that has been served, dropped, or has lost its place to another. */
    private void skipOvertaken() {
        while (head != tail && !isQueued(peek())) {
            head++;
        }
    }

    private boolean isQueued(long sequence) {
        int i = (int) sequence & mask;
        return sequenceOf[i] == sequence && pendingScope[i] != NOT_QUEUED;
    }

    private boolean enqueue(int i, long sequence, int scope) {
        if (tail - head > mask) {
            return false;
        }
        queue[(int) tail & mask] = sequence;
        tail++;
        pendingScope[i] = scope;
        return true;
    }
}
