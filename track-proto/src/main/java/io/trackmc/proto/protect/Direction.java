package io.trackmc.proto.protect;

/** Direction of a packet in the tree; part of key derivation, so that a packet cannot be reflected. */
public enum Direction {
    /** From one node to many. */
    MULTICAST(0),
    /** From a child to its parent. */
    UP(1),
    /** From a parent to one child. */
    DOWN(2);

    private final int code;

    Direction(int code) {
        this.code = code;
    }

    /** Number on the wire and in key derivation, 0 to 2. */
    public int code() {
        return code;
    }
}
