package io.trackmc.proto.sender;

import io.trackmc.proto.engine.EngineEvent.Finished;
import io.trackmc.proto.engine.EventQueue;
import io.trackmc.proto.time.Deadlines;
import io.trackmc.proto.time.Linger;
import io.trackmc.proto.tree.Region;
import io.trackmc.proto.tree.SessionState;
import io.trackmc.proto.wire.CloseRecord;

/**
 * How the sender's session begins and ends.
 *
 * <pre>
 *   FORMING --begin--> ACTIVE --close--> CLOSING --all sent, all children done--> FINISHED
 * </pre>
 */
final class SenderLifecycle {

    /** How long a closed sender whose children are gone waits for receivers that it has not heard the end of. */
    private static final long LINGER_NS = 5_000_000_000L;

    private final SessionState session;
    private final Outbox outbox;
    private final SendWindow window;
    private final DataChannel data;
    private final ControlStream controlStream;
    private final Region region;
    private final ReceiverCounts receivers;
    private final EventQueue events;
    private final Linger linger = new Linger(LINGER_NS);
    private SenderState state = SenderState.FORMING;
    private int closeReason;

    SenderLifecycle(
            SessionState session,
            Outbox outbox,
            SendWindow window,
            DataChannel data,
            ControlStream controlStream,
            Region region,
            ReceiverCounts receivers,
            EventQueue events) {
        this.session = session;
        this.outbox = outbox;
        this.window = window;
        this.data = data;
        this.controlStream = controlStream;
        this.region = region;
        this.receivers = receivers;
        this.events = events;
    }

    SenderState state() {
        return state;
    }

    void begin() {
        if (state == SenderState.FORMING) {
            state = SenderState.ACTIVE;
            window.open();
            receivers.expectPresent();
        }
    }

    /** Closes for a reason of {@link CloseRecord}, unless that has begun. */
    void end(long nowNs, int reason) {
        if (state != SenderState.ACTIVE && state != SenderState.FORMING) {
            return;
        }
        outbox.flush();
        receivers.expectPresent();
        state = SenderState.CLOSING;
        closeReason = reason;
        announceCloseIfSent(nowNs);
        checkFinished(nowNs);
    }

    /** The end is told when all is sent: before that, children would ask for what is only waiting for its turn. */
    void announceCloseIfSent(long nowNs) {
        boolean allSent = window.lastSent() == outbox.lastSealed();
        if (state != SenderState.CLOSING || session.isClosed()
                || (!allSent && closeReason != CloseRecord.REASON_ABORTED)) {
            return;
        }
        session.close(window.lastSent());
        controlStream.close(closeReason, window.lastSent());
        data.announceControl(nowNs);
        region.announce();
        checkFinished(nowNs);
    }

    /**
     * Content is sealed under another epoch from now on, which receivers believe when they open something of it: the end is told again
     * under it, or before that where it begins.
     */
    void announceEpoch(long nowNs) {
        if (session.isClosed()) {
            controlStream.close(closeReason, session.closeSequence());
        } else {
            controlStream.markEpoch(outbox.lastSealed());
        }
        data.announceControl(nowNs);
    }

    /** Finishes when no child is left and all that were expected are done, or have been waited for. */
    void checkFinished(long nowNs) {
        if (state != SenderState.CLOSING) {
            return;
        }
        if (!session.isClosed()) {
            checkAbandoned(nowNs);
        } else if (region.children().boundCount() > 0 || region.children().holdsAny()) {
            linger.cancel();
        } else if (receivers.allDone() || linger.isOver(nowNs)) {
            state = SenderState.FINISHED;
            linger.cancel();
            events.add(new Finished());
        }
    }

    void onTimeout(long nowNs) {
        if (Deadlines.isDue(linger.deadlineNs(), nowNs)) {
            checkFinished(nowNs);
        }
    }

    long deadlineNs() {
        return linger.deadlineNs();
    }

    /** With nobody left who could make room, the rest can never be sent. */
    private void checkAbandoned(long nowNs) {
        boolean stuck = region.children().boundCount() == 0 && !region.children().holdsAny()
                && window.lastSent() >= window.sendLimit();
        if (!stuck) {
            linger.cancel();
        } else if (linger.isOver(nowNs)) {
            closeReason = CloseRecord.REASON_ABORTED;
            announceCloseIfSent(nowNs);
        }
    }
}
