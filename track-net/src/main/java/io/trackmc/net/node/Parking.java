package io.trackmc.net.node;

import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where one thread waits, parked, for what others bring about.
 *
 * <p>No wake-up is lost. The waiting thread enters its name and then looks at the condition; the others make the condition true
 * and then look for a name. A full fence between the two steps on each side means that at least one of them sees what the other
 * did: either the condition is found true, or the thread is unparked; and an unpark that comes before the park makes that return
 * at once.
 */
public final class Parking {

    /** No limit. */
    public static final long FOREVER = Long.MAX_VALUE;

    private volatile @Nullable Thread waiter;

    /**
     * Waits until the condition holds. One thread at a time.
     *
     * @param condition of values written by other threads; asked by this thread alone, each time that it is woken
     * @throws InterruptedException when the thread is interrupted before the condition holds
     */
    public void await(BooleanSupplier condition) throws InterruptedException {
        await(condition, FOREVER);
    }

    /**
     * The same for a limited time.
     *
     * @param limitNs nanoseconds; 0 or less: does not wait; {@link #FOREVER}: without a limit
     * @return whether the condition holds; false when the time is up before
     */
    public boolean await(BooleanSupplier condition, long limitNs) throws InterruptedException {
        if (condition.getAsBoolean()) {
            return true;
        }
        long sinceNs = System.nanoTime();
        waiter = Thread.currentThread();
        try {
            VarHandle.fullFence();
            while (!condition.getAsBoolean()) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (!park(sinceNs, limitNs)) {
                    return false;
                }
            }
            return true;
        } finally {
            waiter = null;
        }
    }

    /** Returns false, at once, when the time is up. */
    private boolean park(long sinceNs, long limitNs) {
        if (limitNs == FOREVER) {
            LockSupport.park(this);
            return true;
        }
        long restNs = limitNs - (System.nanoTime() - sinceNs);
        if (restNs <= 0) {
            return false;
        }
        LockSupport.parkNanos(this, restNs);
        return true;
    }

    /** Wakes the thread that waits, if one does, after something was done that may make its condition true. Any thread. */
    public void wake() {
        VarHandle.fullFence();
        Thread waiting = waiter;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }
}
