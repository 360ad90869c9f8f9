package io.trackmc.proto.protect;

import org.jspecify.annotations.Nullable;

/** One of the two layers that have keys, epochs and an authority of their own. */
public enum KeyLayer {
    /** What authenticates packets; the transport controller's. */
    TRANSPORT(1, 2, 0xFFFFFFF0),
    /** What opens content; the content authority's. */
    CONTENT(2, 3, 0xFFFFFFF1);

    private final int code;
    private final int stream;
    private final int authority;

    KeyLayer(int code, int stream, int authority) {
        this.code = code;
        this.stream = stream;
        this.authority = authority;
    }

    /** Number on the wire and in key derivation, 1 or 2. */
    public int code() {
        return code;
    }

    /** Stream of the INNERs of its rekeys, 2 or 3. */
    public int stream() {
        return stream;
    }

    /** Node id of its authority, the source of its rekeys; no node has it. */
    public int authority() {
        return authority;
    }

    /** The layer of that number, or null. */
    public static @Nullable KeyLayer of(int code) {
        return switch (code) {
            case 1 -> TRANSPORT;
            case 2 -> CONTENT;
            default -> null;
        };
    }

    /** The layer whose rekeys are on that stream, or null. */
    public static @Nullable KeyLayer ofStream(int stream) {
        return switch (stream) {
            case 2 -> TRANSPORT;
            case 3 -> CONTENT;
            default -> null;
        };
    }
}
