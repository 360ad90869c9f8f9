package io.trackmc.receiver;

import io.trackmc.proto.wire.ConfirmOn;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Hands each record to a handler as it is put, on the driver's thread: there is always room, nothing is copied, and nobody is woken. A
 * record is handled when {@link #put} returns. On the driver's thread, but for {@link #mark} and {@link #confirm}.
 */
final class DirectOutlet implements Outlet, Taking {

    private StreamHandler handler = (bytes, offset, length) -> {};
    private final boolean alwaysExplicit;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong begun = new AtomicLong();
    private final AtomicLong handled = new AtomicLong();
    /** Number of the newest message; when that is confirmed, so is every event that was handed over since, which nobody confirms. */
    private final AtomicLong lastMessage = new AtomicLong();
    /** The thread that is in the handler: each thread sees here at most whether it is that itself. */
    private @Nullable Thread handling;
    private long messages;
    private long bytes;
    private long lastOfContent;
    private volatile boolean explicit;

    /** @param explicitConfirm whether the application confirms by itself, whatever the session says */
    DirectOutlet(boolean explicitConfirm) {
        this.alwaysExplicit = explicitConfirm;
        this.explicit = explicitConfirm;
    }

    /** Sets what takes the records, before the driver starts. */
    void handler(StreamHandler newHandler) {
        this.handler = newHandler;
    }

    @Override
    public boolean put(int kind, long place, byte[] source, int offset, int length) {
        if (kind == OPENED) {
            ConfirmOn rule = StreamEvents.opened(source, offset, length).rules().confirmOn();
            explicit = alwaysExplicit || rule == ConfirmOn.APPLICATION;
        }
        long number = handled.getPlain() + 1;
        if (kind == MESSAGE || kind == GAP) {
            lastOfContent = number;
        }
        if (kind == MESSAGE) {
            lastMessage.setRelease(number);
        }
        begun.setRelease(number);
        dispatch(kind, place, source, offset, length);
        if (!explicit) {
            handled.setRelease(number);
            confirmed.setRelease(number);
        } else if (kind == MESSAGE) {
            handled.setRelease(number);
        } else {
            handled.set(number);
            passEvents();
        }
        return true;
    }

    private void dispatch(int kind, long place, byte[] source, int offset, int length) {
        handling = Thread.currentThread();
        try {
            if (kind == MESSAGE) {
                handler.onMessage(place, source, offset, length);
                messages++;
                bytes += length;
            } else {
                StreamEvents.dispatch(kind, place, source, offset, length, handler);
            }
        } finally {
            handling = null;
        }
    }

    /**
     * Nobody confirms an event: it is through with the last message before it. Called by either thread after it has written its own number, so that
     * at least one of the two sees the other's; a message is told of before the records that end with it.
     */
    private void passEvents() {
        long records = handled.get();
        if (confirmed.get() >= lastMessage.get()) {
            confirmed.getAndAccumulate(records, Math::max);
        }
    }

    @Override
    public long putCount() {
        return handled.getPlain();
    }

    @Override
    public long lastOfContent() {
        return lastOfContent;
    }

    @Override
    public void block() {
        // There is always room.
    }

    @Override
    public void unblock() {
        // There is always room.
    }

    @Override
    public void confirmationUrgent(boolean urgent) {
        // Who confirms makes the driver turn each time, and what the driver confirms itself it sees.
    }

    @Override
    public long confirmed() {
        return confirmed.get();
    }

    @Override
    public void end() {
        // Nobody waits.
    }

    @Override
    public void wakeApplication() {
        // Nobody waits.
    }

    /** Any thread. */
    @Override
    public long mark() {
        return handled.get() + (Thread.currentThread().equals(handling) ? 1 : 0);
    }

    /** Any thread. */
    @Override
    public long confirmable() {
        return begun.get();
    }

    /** Any thread. */
    @Override
    public boolean confirm(long records) {
        if (!explicit) {
            return false;
        }
        confirmed.getAndAccumulate(records, Math::max);
        passEvents();
        return true;
    }

    @Override
    public long messages() {
        return messages;
    }

    @Override
    public long bytes() {
        return bytes;
    }
}
