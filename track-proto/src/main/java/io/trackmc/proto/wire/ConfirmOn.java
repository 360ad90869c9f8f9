package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** What a confirmation of a receiver means at least (wire format §5.9). Each constant promises more than the one before. */
public enum ConfirmOn {
    /** The receiver holds it, opened; its application may never see it. */
    RECEIVE(1, "receive"),
    /** The application was given it, and came back for more. */
    DELIVERY(2, "delivery"),
    /** The application said so itself. */
    APPLICATION(3, "application");

    private static final ConfirmOn[] VALUES = values();

    private final int code;
    private final String text;

    ConfirmOn(int code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The one of both that promises more. */
    public ConfirmOn orLater(ConfirmOn other) {
        return compareTo(other) < 0 ? other : this;
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
    public static @Nullable ConfirmOn of(int code) {
        return code >= RECEIVE.code && code < RECEIVE.code + VALUES.length ? VALUES[code - RECEIVE.code] : null;
    }
}
