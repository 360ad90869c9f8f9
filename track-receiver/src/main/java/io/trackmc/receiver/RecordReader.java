package io.trackmc.receiver;

import io.trackmc.net.node.MessageRing;
import io.trackmc.proto.wire.ConfirmOn;
import io.trackmc.proto.wire.SessionRules;
import org.jspecify.annotations.Nullable;

/** Takes records from the ring on the application's thread, hands them to its handler, and tells the driver what is through. */
final class RecordReader implements Taking {

    private final Handover handover;
    private final MessageRing ring;
    private final boolean alwaysExplicit;
    private Runnable wakeDriver = () -> {};

    private volatile long messages;
    private volatile long bytes;
    /** The thread that is in the handler: each thread sees here at most whether it is that itself. */
    private @Nullable Thread handling;
    /** Number of the newest message; when that is confirmed, so is every event that was handed over since, which nobody confirms. */
    private volatile long lastMessage;
    private boolean explicit;
    private boolean driverWaits;

    /** @param explicitConfirm whether the application confirms by itself, whatever the session says */
    RecordReader(Handover handover, boolean explicitConfirm) {
        this.handover = handover;
        this.ring = handover.ring();
        this.alwaysExplicit = explicitConfirm;
        this.explicit = explicitConfirm;
    }

    /** Once, before anything is polled: what makes another turn happen. */
    void wakesBy(Runnable wake) {
        this.wakeDriver = wake;
    }

    /** As {@link Subscription#wakeUp}. */
    void rouse() {
        handover.rouse();
    }

    /** As {@link Subscription#poll}. */
    int poll(StreamHandler handler, int limit) {
        boolean ended = handover.isEnded();
        int count = 0;
        try {
            while (count < limit && ring.peek()) {
                dispatch(handler);
                count++;
            }
        } finally {
            if (count > 0) {
                tellDriver();
            }
        }
        return count == 0 && ended ? Subscription.END : count;
    }

    /** As {@link Subscription#blockingPoll}. */
    int blockingPoll(StreamHandler handler, int limit) throws InterruptedException {
        int count = poll(handler, limit);
        if (count != 0) {
            return count;
        }
        handover.await();
        return poll(handler, limit);
    }

    @Override
    public long mark() {
        return handover.handledCount() + (Thread.currentThread().equals(handling) ? 1 : 0);
    }

    @Override
    public long confirmable() {
        return mark(); // who confirms is the thread that handles
    }

    @Override
    public boolean confirm(long records) {
        if (explicit) {
            handover.confirm(records);
            passEvents(); // whoever confirms makes the driver turn in any case
        }
        return explicit;
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    private void dispatch(StreamHandler handler) {
        int length = ring.length();
        boolean isMessage = ring.kind() == Outlet.MESSAGE;
        if (ring.kind() == Outlet.OPENED) {
            open(StreamEvents.opened(ring.bytes(), ring.offset(), length).rules());
        }
        if (isMessage) {
            lastMessage = handover.handledCount() + 1;
        }
        handling = Thread.currentThread();
        try {
            StreamEvents.dispatch(ring.kind(), ring.tag(), ring.bytes(), ring.offset(), length, handler);
        } finally {
            handling = null;
        }
        if (isMessage) {
            handover.take();
            count(length);
        } else {
            handover.take();
            driverWaits |= explicit && passEvents();
        }
    }

    /** Nobody confirms an event: it is through with the last message before it. True when the driver should turn for it. */
    private boolean passEvents() {
        long records = handover.handledCount();
        return handover.confirmed() >= lastMessage && handover.confirm(records);
    }

    /** What was handed over before is confirmed in the old way; from here on the session's rule counts. */
    private void open(SessionRules rules) {
        if (!explicit) {
            driverWaits |= handover.confirm(handover.handledCount());
        }
        explicit = alwaysExplicit || rules.confirmOn() == ConfirmOn.APPLICATION;
    }

    /** By the application's thread alone, so an increment in steps is enough. */
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void count(int length) {
        messages++;
        bytes += length;
    }

    private void tellDriver() {
        if (!explicit) {
            driverWaits |= handover.confirm(handover.handledCount());
        }
        boolean turn = driverWaits;
        driverWaits = false;
        if (handover.shouldUnblock() || turn) {
            wakeDriver.run();
        }
    }
}
