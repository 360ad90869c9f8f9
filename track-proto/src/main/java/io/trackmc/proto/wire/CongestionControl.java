package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** What paces a session besides its window and the configured limits (wire format §5.9). */
public enum CongestionControl {
    /** Nothing: for networks on which the configured rate is reserved. */
    NONE(0, "none"),
    /** The rate that TCP would have on the slowest path (RFC 4654), told up the tree. */
    TFMCC(1, "tfmcc");

    private static final CongestionControl[] VALUES = values();

    private final int code;
    private final String text;

    CongestionControl(int code, String text) {
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
    public static @Nullable CongestionControl of(int code) {
        return code >= 0 && code < VALUES.length ? VALUES[code] : null;
    }
}
