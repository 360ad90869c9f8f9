package io.trackmc.receiver;

import io.trackmc.proto.wire.ConfirmOn;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands each record to a handler as it is put, on the driver's thread: there is always room, nothing is copied, and nobody is woken. A
 * record is handled when {@link #put} returns. On the driver's thread, but for {@link #mark} and {@link #confirm}.
 */
final class DirectOutlet implements Outlet, Taking {

    private StreamHandler handler = (bytes, offset, length) -> {};
    private final boolean alwaysExplicit;
    private final AtomicLong confirmed = new AtomicLong();
    private final AtomicLong put = new AtomicLong();
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
        long before = put.getPlain();
        put.setRelease(before + 1);
        if (kind == MESSAGE || kind == GAP) {
            lastOfContent = before + 1;
        }
        if (kind == MESSAGE) {
            handler.onMessage(place, source, offset, length);
            messages++;
            bytes += length;
        } else {
            StreamEvents.dispatch(kind, place, source, offset, length, handler);
        }
        if (!explicit) {
            confirmed.setRelease(before + 1);
        } else if (kind != MESSAGE) {
            confirmed.compareAndSet(before, before + 1); // nobody confirms an event
        }
        return true;
    }

    @Override
    public long putCount() {
        return put.getPlain();
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
        return put.get();
    }

    /** Any thread. */
    @Override
    public boolean confirm(long records) {
        if (!explicit) {
            return false;
        }
        confirmed.getAndAccumulate(records, Math::max);
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
