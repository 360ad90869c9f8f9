package io.trackmc.proto.sender;

import io.trackmc.proto.tree.SessionState;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a sender that has something to send does not send it: the causes of {@link SenderStall}, of which the first that holds is told (docs/operations.md, "Why does the sender not send?").
 * Only looks; {@link StallMeter} measures for how long. Of an engine's one thread.
 */
final class StallFinder {

    private final SenderLifecycle lifecycle;
    private final SessionState session;
    private final DataChannel data;
    private final SendWindow window;
    private final Outbox outbox;
    private boolean isRefused;
    private boolean isAwaited;

    StallFinder(SenderLifecycle lifecycle, SessionState session, DataChannel data, SendWindow window, Outbox outbox) {
        this.lifecycle = lifecycle;
        this.session = session;
        this.data = data;
        this.window = window;
        this.outbox = outbox;
    }

    /** Whether the newest message that the application offered was taken in no part. */
    void refused(boolean isSo) {
        isRefused = isSo;
    }

    /** Whether the application has something that it offers only when there is a receiver. */
    void awaited(boolean isSo) {
        isAwaited = isSo;
    }

    /** Why there is more to send; null when there is none, or when nothing keeps it. After everything was sent that can be. */
    @Nullable
    SenderStall find() {
        SenderState state = lifecycle.state();
        if (state == SenderState.FINISHED || session.isClosed()) {
            return null;
        }
        boolean isOutOfRoom = data.isHeldBack() || (isRefused && !data.hasSealed() && !outbox.isHeld());
        if (window.receivers() == 0 && (isOutOfRoom || isAwaited)) {
            return SenderStall.NO_MEMBERS;
        }
        if (state == SenderState.FORMING) {
            return null;
        }
        if (data.isRateLimited()) {
            return data.isCongested() ? SenderStall.CONGESTION : SenderStall.RATE;
        }
        if (outbox.isHeld() && !data.hasSealed() && (isRefused || outbox.keepsForKey())) {
            return SenderStall.KEYS;
        }
        if (isOutOfRoom) {
            return window.hasArrived() ? SenderStall.APPLICATION : SenderStall.WINDOW;
        }
        return null;
    }
}
