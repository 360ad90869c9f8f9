package io.trackmc.proto.receiver;

/** State of a receiver in one session. */
public enum ReceiverState {
    /** No parent has confirmed yet: the source's run is unknown, nothing is received. */
    JOINING,
    /** Receives; the source has not closed. */
    RECEIVING,
    /** The source has closed; something is still missing, unread or unconfirmed. */
    DRAINING,
    /** Everything is received and confirmed; says good-bye. */
    LEAVING,
    /** Done. The engine does nothing any more. */
    FINISHED
}
