package io.trackmc.proto.sender;

/** State of a sender in its session. */
public enum SenderState {
    /** Children bind; nothing is sent until the application begins. */
    FORMING,
    /** Takes messages and sends them. */
    ACTIVE,
    /** Closed by the application; something is still to be sent or confirmed. */
    CLOSING,
    /** All children have answered and left. Goes on repairing for late ones until it is shut down. */
    FINISHED
}
