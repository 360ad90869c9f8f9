package io.trackmc.receiver;

import io.trackmc.net.node.MessageRing;
import io.trackmc.net.node.Parking;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * What the driver's thread and the application's thread of a receiver share: the ring of records, and what each must know of the
 * other. Records are counted by both, from 1, over all sessions.
 *
 * <p>Flags that one side raises before it looks at the other's state, while the other changes its state before it looks at the flag,
 * are separated by full fences, so that at least one of the two sees what the other did.
 */
final class Handover implements Outlet {

    private static final int WAKE_AT_FREE_PART = 4;

    private final MessageRing ring;
    private final Parking parking = new Parking();
    private final BooleanSupplier worthLooking = this::isWorthLooking;
    private final int capacity;
    private volatile boolean blocked;
    private volatile boolean confirmationUrgent;
    private volatile boolean ended;
    private volatile boolean roused;
    private volatile long confirmed;
    private final AtomicLong handled = new AtomicLong();
    private long put;
    private long lastOfContent;

    Handover(int ringBytes) {
        this.ring = new MessageRing(ringBytes);
        this.capacity = ringBytes;
    }

    /** The records; each thread keeps to its end. */
    MessageRing ring() {
        return ring;
    }

    // The driver's thread.

    @Override
    public boolean put(int kind, long place, byte[] bytes, int offset, int length) {
        if (!ring.offer(kind, place, bytes, offset, length)) {
            return false;
        }
        put++;
        if (kind == MESSAGE || kind == GAP) {
            lastOfContent = put;
        }
        return true;
    }

    @Override
    public long putCount() {
        return put;
    }

    @Override
    public long lastOfContent() {
        return lastOfContent;
    }

    @Override
    public void block() {
        blocked = true;
        VarHandle.fullFence();
    }

    @Override
    public void unblock() {
        blocked = false;
    }

    @Override
    public void confirmationUrgent(boolean urgent) {
        confirmationUrgent = urgent;
        VarHandle.fullFence();
    }

    @Override
    public long confirmed() {
        return confirmed;
    }

    @Override
    public void end() {
        ended = true;
        parking.wake();
    }

    @Override
    public void wakeApplication() {
        parking.wake();
    }

    // The application's thread.

    /** Waits for a record, the end, or a {@link #rouse}. */
    void await() throws InterruptedException {
        parking.await(worthLooking);
        roused = false;
    }

    /** Whether nothing is put any more; what was put before is seen by whoever looks after this. */
    boolean isEnded() {
        return ended;
    }

    /** Takes away the record at the head, which has been handled. */
    void take() {
        handled.setRelease(handled.getPlain() + 1);
        ring.take();
    }

    /** How many records were taken away. Any thread. */
    long handledCount() {
        return handled.get();
    }

    /** Notes that the application is through with so many records; true when the driver should turn for it. */
    boolean confirm(long records) {
        if (records <= confirmed) {
            return false;
        }
        confirmed = records;
        VarHandle.fullFence();
        return confirmationUrgent;
    }

    /** After records were taken away: whether the driver waits for room and there is enough of it to be worth a turn. */
    boolean shouldUnblock() {
        VarHandle.fullFence();
        if (!blocked || (ring.freeBytes() < capacity / WAKE_AT_FREE_PART && !ring.isEmpty())) {
            return false;
        }
        blocked = false;
        return true;
    }

    // Any thread.

    /** Makes {@link #await} return. */
    void rouse() {
        roused = true;
        parking.wake();
    }

    private boolean isWorthLooking() {
        return ended || roused || !ring.isEmpty();
    }
}
