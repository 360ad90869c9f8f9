package io.trackmc.proto.receiver;

import io.trackmc.proto.window.ReceiveWindow;
import io.trackmc.proto.wire.CloseRecord;
import io.trackmc.proto.wire.ConfirmOn;

/** What is known of the end of the session, and how far the application has come towards it. */
final class SessionEnd {

    private final ReceiveWindow window;
    private final boolean explicitConfirm;
    private final ConfirmOn least;
    private ConfirmOn confirmOn;
    private long controlSequence;
    private long closeSequence;
    private long confirmed;
    private boolean closed;
    private boolean aborted;

    /**
     * @param explicitConfirm whether {@link #confirm} tells what the application was given; else what was consumed was
     * @param least what this receiver confirms on at least
     */
    SessionEnd(ReceiveWindow window, boolean explicitConfirm, ConfirmOn least) {
        this.window = window;
        this.explicitConfirm = explicitConfirm;
        this.least = least;
        this.confirmOn = least;
    }

    /** The session begins for this receiver at {@code first}, and confirms on {@code rule} or later. */
    void open(long first, ConfirmOn rule) {
        confirmed = first - 1;
        confirmOn = least.orLater(rule);
    }

    /** What is confirmed when. */
    ConfirmOn confirmOn() {
        return confirmOn;
    }

    /** Takes in a valid close record, which is the source's control record {@code sequence}. */
    void close(long sequence, byte[] record, int offset) {
        controlSequence = sequence;
        closed = true;
        closeSequence = CloseRecord.lastSequence(record, offset);
        aborted = CloseRecord.reason(record, offset) == CloseRecord.REASON_ABORTED;
    }

    /** Takes in another valid record of the source's control stream. */
    void noteControl(long sequence) {
        controlSequence = sequence;
    }

    /** The session cannot be ended properly any more. */
    void abort() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }

    boolean isClosed() {
        return closed;
    }

    /** Last sequence of the session; meaningless before {@link #isClosed}. */
    long closeSequence() {
        return closeSequence;
    }

    /** Newest record of the source's control stream; 0 for none. */
    long controlSequence() {
        return controlSequence;
    }

    /** The application is through with everything up to {@code sequence}; returns whether that is news. */
    boolean confirm(long sequence) {
        if (sequence > window.consumed()) {
            throw new IllegalArgumentException(
                    "cannot confirm " + sequence + ", delivered up to " + window.consumed());
        }
        if (sequence <= confirmed) {
            return false;
        }
        confirmed = sequence;
        return true;
    }

    /** Everything up to here is confirmed. */
    long confirmedSequence() {
        return switch (confirmOn) {
            case RECEIVE -> window.tracker().cumAck();
            case DELIVERY -> explicitConfirm ? confirmed : window.consumed();
            case APPLICATION -> confirmed;
        };
    }

    /** Whether nothing is left to be done in a session that is closed. */
    boolean isReached() {
        return aborted || isTooLate() || confirmedSequence() >= closeSequence;
    }

    /** Whether all is confirmed of a closed session from the first sequence on; gaps apart. */
    boolean isConfirmed() {
        return isClosed() && !aborted && !isTooLate() && confirmedSequence() >= closeSequence;
    }

    /** The session was over before anything was left for this receiver. */
    private boolean isTooLate() {
        return window.tracker().first() > closeSequence && closeSequence > 0;
    }
}
