package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** In which order a receiver hands messages to its application (wire format §5.9). */
public enum DeliveryOrder {
    /** As the source sent them: a message waits for what is missing before it. */
    ORDERED(1, "ordered"),
    /** Each as soon as all of it is there, whatever is missing before it. */
    UNORDERED(2, "unordered");

    private static final DeliveryOrder[] VALUES = values();

    private final int code;
    private final String text;

    DeliveryOrder(int code, String text) {
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
    public static @Nullable DeliveryOrder of(int code) {
        return code >= ORDERED.code && code < ORDERED.code + VALUES.length ? VALUES[code - ORDERED.code] : null;
    }
}
