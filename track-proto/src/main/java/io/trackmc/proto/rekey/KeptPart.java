package io.trackmc.proto.rekey;

import io.trackmc.proto.protect.HopKeys;

/** One INNER of a rekey that is kept, with its digest, and to whom it is owed. */
final class KeptPart {

    /** Owed to nobody. */
    static final int NOBODY = -1;

    /** Owed to all children. */
    static final int REGION = -2;

    /** Of one that was taken in by a node without children, which owes it to nobody, only that it was here is kept. */
    static final KeptPart SEEN = new KeptPart();

    private final byte[] bytes;
    private final int innerLength;
    private int owed = NOBODY;
    private int lastTo = NOBODY;
    private long lastSentNs;

    private KeptPart() {
        innerLength = 0;
        bytes = new byte[0];
    }

    KeptPart(byte[] from, int offset, int length, HopKeys keys) {
        innerLength = length;
        bytes = new byte[length + HopKeys.DIGEST_LENGTH];
        System.arraycopy(from, offset, bytes, 0, length);
        keys.digest(from, offset, length, bytes, length);
    }

    /** INNER from 0 on, and its digest behind it. */
    byte[] bytes() {
        return bytes;
    }

    int innerLength() {
        return innerLength;
    }

    /** {@link #NOBODY}, {@link #REGION} or the index of a child. */
    int owed() {
        return owed;
    }

    void owe(int scope) {
        owed = scope;
    }

    void sent(long nowNs) {
        lastTo = owed;
        lastSentNs = nowNs;
        owed = NOBODY;
    }

    /** It goes to a child under a key of no epoch, whoever else is owed it. */
    void sentAlone(int child, long nowNs) {
        lastTo = child;
        lastSentNs = nowNs;
    }

    /** Whether a child was sent it alone, within {@code withinNs}. */
    boolean isOnItsWayAlone(int child, long nowNs, long withinNs) {
        return lastTo == child && nowNs - lastSentNs < withinNs;
    }

    /** Whether a child was sent it, alone or with all, within {@code withinNs}. */
    boolean isOnItsWayTo(int child, long nowNs, long withinNs) {
        return (lastTo == REGION || lastTo == child) && nowNs - lastSentNs < withinNs;
    }

    /** Whether it was last sent to another child alone, within {@code withinNs}: several lack it. */
    boolean wasSentToAnother(int child, long nowNs, long withinNs) {
        return lastTo >= 0 && lastTo != child && nowNs - lastSentNs < withinNs;
    }
}
