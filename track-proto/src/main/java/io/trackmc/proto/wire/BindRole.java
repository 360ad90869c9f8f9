package io.trackmc.proto.wire;

import org.jspecify.annotations.Nullable;

/** What a child is (wire format §5.8). */
public enum BindRole {
    /** It repairs for children of its own and cannot read content. */
    REPAIR_HEAD(1),
    /** It reads content and has no children. */
    RECEIVER(2);

    private static final BindRole[] VALUES = values();

    private final int code;

    BindRole(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }

    /** The constant with this number, or null. */
    public static @Nullable BindRole of(int code) {
        return code >= REPAIR_HEAD.code && code < REPAIR_HEAD.code + VALUES.length ? VALUES[code - REPAIR_HEAD.code]
                : null;
    }
}
