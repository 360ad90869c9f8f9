package io.trackmc.proto.repairhead;

import io.trackmc.proto.protect.HopKeys;
import java.util.Arrays;
import java.util.BitSet;

/** A sequence whose INNER did not open at a receiver, until the parent's copy comes. Reused. */
final class Complaint {

    private final byte[] digest = new byte[HopKeys.DIGEST_LENGTH];
    private final BitSet accusers;
    private final BitSet waitingHeads;
    private long sequence;

    /** @param children places for children of the repair head */
    Complaint(int children) {
        this.accusers = new BitSet(children);
        this.waitingHeads = new BitSet(children);
    }

    void open(long badSequence, byte[] badDigest) {
        sequence = badSequence;
        System.arraycopy(badDigest, 0, digest, 0, digest.length);
        accusers.clear();
        waitingHeads.clear();
    }

    long sequence() {
        return sequence;
    }

    /** Digest of what did not open. */
    byte[] digest() {
        return digest;
    }

    boolean isAbout(byte[] otherDigest) {
        return Arrays.equals(digest, otherDigest);
    }

    /** Indexes of the children that were charged for it. */
    BitSet accusers() {
        return accusers;
    }

    /** Indexes of the child repair heads that wait for the parent's copy under their pair keys. */
    BitSet waitingHeads() {
        return waitingHeads;
    }
}
