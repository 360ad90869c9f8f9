package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** What a session promises about packets that somebody lacks (wire format §5.9). */
public enum SessionMode {
    /** Nothing is given up while a child lives that lacks it: the sender waits. */
    RELIABLE(1, "reliable"),
    /** The sender waits for nobody longer than the hold time; who lacks a packet then has a gap, and is told so. */
    TIMELY(2, "timely");

    private static final SessionMode[] VALUES = values();

    private final int code;
    private final String text;

    SessionMode(int code, String text) {
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
    public static @Nullable SessionMode of(int code) {
        return code >= RELIABLE.code && code < RELIABLE.code + VALUES.length ? VALUES[code - RELIABLE.code] : null;
    }
}
