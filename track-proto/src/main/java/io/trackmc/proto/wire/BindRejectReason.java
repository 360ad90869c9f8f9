package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** Why a parent refuses a child (wire format §5.10). */
public enum BindRejectReason {
    /** The parent's path to the sender leads through the child. */
    LOOP(1),
    /** It has as many children as it takes. */
    NO_ROOM(2),
    /** It does not know the child, or knows that it was expelled. */
    NOT_A_MEMBER(3),
    /** There is nothing to receive any more. */
    SESSION_OVER(4),
    /** It is going to stop. */
    LEAVING(5),
    /** The session has begun, and takes in nobody after that. */
    TOO_LATE(6),
    /** It held the group back, was sent away for that, and comes back too early. */
    TOO_SLOW(7),
    /** What places it has left are for repair heads. */
    RESERVED(8);

    private static final BindRejectReason[] VALUES = values();

    private final int code;

    BindRejectReason(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** The constant with this number, or null. */
    public static @Nullable BindRejectReason of(int code) {
        return code >= LOOP.code && code < LOOP.code + VALUES.length ? VALUES[code - LOOP.code] : null;
    }
}
