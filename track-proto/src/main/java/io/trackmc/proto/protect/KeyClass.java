package io.trackmc.proto.protect;

/** Key class of a hop key: which secret authenticates a packet (wire format §4.2). */
public enum KeyClass {
    /** GroupAuthKey: the data channel. */
    DATA(1),
    /** SubgroupAuthKey: the local control channel of a region that has leaves. */
    REGION(2),
    /** Region key under InteriorNodeKey: the local control channel of a region of repair heads only. */
    INTERIOR_REGION(3),
    /** Pair key between a parent and a receiver. */
    LEAF_PAIR(4),
    /** Pair key between a parent and a repair head. */
    INTERIOR_PAIR(5),
    /** Pair key of no epoch, for a child that has missed the rekeys up to its parent's. */
    STALE_PAIR(6);

    private final int code;

    KeyClass(int code) {
        this.code = code;
    }

    /** Number on the wire and in key derivation, 1 to 6. */
    public int code() {
        return code;
    }

    /** Whether packets of this class travel between one parent and one child only. */
    public boolean isPair() {
        return this == LEAF_PAIR || this == INTERIOR_PAIR;
    }
}
