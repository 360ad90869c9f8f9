package io.trackmc.proto.receiver;

/** State of a receiver in one session. */
public enum ReceiverState {
    /** No parent has confirmed yet: the source's run is unknown, nothing is received. */
    JOINING,
    /** Receives; the source has not closed. */
    RECEIVING,
    /** The source has closed; something is still missing, unread or unconfirmed. */
    DRAINING,
    /** Says good-bye: everything is received and confirmed, or the session was aborted, or the application wants no more of it. */
    LEAVING,
    /** Has left; the engine does nothing any more. Whether all was received and confirmed is {@link ReceiverEngine#isComplete}. */
    FINISHED
}
