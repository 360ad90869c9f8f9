package io.trackmc.keys.controller.tree;

/** Why a rekey is made, as its header says. */
public enum RekeyReason {
    /** Time has passed. */
    SCHEDULED(1),
    /** Members came or left. */
    MEMBERSHIP(2),
    /** A member was expelled. */
    EXPULSION(3),
    /** Keys may be known to others. */
    COMPROMISE(4);

    private final int code;

    RekeyReason(int code) {
        this.code = code;
    }

    /** Number on the wire. */
    public int code() {
        return code;
    }
}
