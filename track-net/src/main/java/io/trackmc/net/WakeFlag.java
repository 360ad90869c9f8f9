package io.trackmc.net;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Whether a loop has been asked for another turn. With {@link #raise} before the loop's wait is interrupted, {@link #lower} before
 * the queues are looked at, and no wait while {@link #isRaised}, no request is lost and many cost one interruption.
 */
final class WakeFlag {

    private final AtomicBoolean raised = new AtomicBoolean();

    /**
     * Asks for a turn that begins after this call, after what it is wanted for was put into a queue. Any thread.
     *
     * @return whether the caller has to interrupt the wait: nobody has asked since the last turn began
     */
    boolean raise() {
        // Unconditionally a read-modify-write: it is also the fence between what the caller put into a queue and the look at
        // the flag. A plain look first could see the flag of a turn that has read the queue already.
        return !raised.getAndSet(true);
    }

    /** A turn begins. By the loop. */
    void lower() {
        // A read-modify-write too: it reads what the last raise wrote, and so sees what was put into a queue before that, also where
        // the queue is looked at with less than a volatile read.
        raised.getAndSet(false);
    }

    /** Whether the loop must not wait. */
    boolean isRaised() {
        return raised.get();
    }
}
