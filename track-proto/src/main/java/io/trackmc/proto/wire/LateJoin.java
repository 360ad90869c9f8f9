package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** Where a session begins for a receiver that comes when its parent has seen data already (wire format §5.9). */
public enum LateJoin {
    /** With the oldest packet that the parent can still repair and that lies within a window of the newest. */
    RETAINED(1, "retained"),
    /** After the newest packet that the parent knows of. */
    NOW(2, "now"),
    /** Nowhere: the receiver is refused and waits for the next session. */
    NONE(3, "none");

    private static final LateJoin[] VALUES = values();

    private final int code;
    private final String text;

    LateJoin(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** Word in configuration files. */
    public String text() {
        return text;
    }

    /** The constant with this number, or null. */
    public static @Nullable LateJoin of(int code) {
        return code >= RETAINED.code && code < RETAINED.code + VALUES.length ? VALUES[code - RETAINED.code] : null;
    }
}
