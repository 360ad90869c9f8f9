package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** Why a child leaves (wire format §5.12). */
public enum UnbindReason {
    /** It has everything. */
    SESSION_DONE(1),
    /** Its application wants to. */
    APPLICATION(2),
    /** It cannot keep up. */
    TOO_SLOW(3),
    /** It goes to another parent. */
    MOVING(4);

    private static final UnbindReason[] VALUES = values();

    private final int code;

    UnbindReason(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** The constant with this number, or null. */
    public static @Nullable UnbindReason of(int code) {
        return code >= SESSION_DONE.code && code < SESSION_DONE.code + VALUES.length ? VALUES[code - SESSION_DONE.code]
                : null;
    }
}
