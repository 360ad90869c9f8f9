package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** Why a parent tells children to go (wire format §5.14). */
public enum EjectReason {
    /** It stops. */
    PARENT_LEAVING(1),
    /** It cannot serve any more. */
    PARENT_FAILED(2),
    /** The child holds the group back. */
    CHILD_TOO_SLOW(3),
    /** It has too many children. */
    PARENT_OVERLOADED(4);

    private static final EjectReason[] VALUES = values();

    private final int code;

    EjectReason(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** The constant with this number, or null. */
    public static @Nullable EjectReason of(int code) {
        return code >= PARENT_LEAVING.code && code < PARENT_LEAVING.code + VALUES.length
                ? VALUES[code - PARENT_LEAVING.code] : null;
    }
}
